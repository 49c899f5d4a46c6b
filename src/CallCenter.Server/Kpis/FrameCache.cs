using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using CallCenter.Engine.Board;
using CallCenter.V1;
using Kind = CallCenter.V1.SubscribeResponse.MessageOneofCase;

namespace CallCenter.Server.Kpis;

/// <summary>The frames of a state, made once for all subscribers that go on from the same revision. They live as long as the state. Safe
/// for several threads.</summary>
internal static class FrameCache
{
    /// <summary>A quarter of what gRPC clients accept unless set otherwise; a single row is far smaller.</summary>
    private const int PartBytesMax = 1024 * 1024;

    // Most subscribers have the state before; more would keep frames that one of them needs once.
    private const int RevisionsMax = 8;

    private const long NoRevision = -1, Heartbeat = -2;

    private static readonly ConditionalWeakTable<BoardState, Made> States = [];

    /// <summary>The values of a state.</summary>
    /// <param name="since">What the subscriber has; null: nothing, or nothing that it can go on from.</param>
    public static IReadOnlyList<SharedFrame> Of(BoardState state, long? since, Core.Views.Selector selector)
    {
        var from = since >= state.Removals.KnownSince ? since : null;
        return Of(state, from ?? NoRevision, () => from is { } revision
            ? Parts(state, Kind.Update, new RowEncoder(selector).EncodeChanges(state, revision, PartBytesMax))
            : Parts(state, Kind.Snapshot, new RowEncoder(selector).EncodeAll(state, PartBytesMax)));
    }

    /// <summary>The heartbeat that repeats a state's moment and token.</summary>
    public static IReadOnlyList<SharedFrame> OfHeartbeat(BoardState state) => Of(state, Heartbeat, () =>
    [
        SharedFrame.Of(Complete(state, new SubscribeResponse
        {
            Heartbeat = new HeartbeatUpdate
            {
                WindowStartTime = KpiMapper.ToTime(state.Window.Start),
                WindowEndTime = KpiMapper.ToTime(state.Window.End),
            },
        }, isLast: true)),
    ]);

    private static IReadOnlyList<SharedFrame> Of(BoardState state, long key, Func<IReadOnlyList<SharedFrame>> make)
    {
        var made = States.GetOrCreateValue(state).Frames;
        if (made.TryGetValue(key, out var frames)) return frames.Value;
        var making = new Lazy<IReadOnlyList<SharedFrame>>(make);
        return (made.Count < RevisionsMax ? made.GetOrAdd(key, making) : making).Value;
    }

    private static IReadOnlyList<SharedFrame> Parts(BoardState state, Kind kind, List<byte[]> parts)
        => [.. parts.Select((part, i) => SharedFrame.Of(
            Complete(state, new SubscribeResponse(), isLast: i == parts.Count - 1), kind, part))];

    // What stands beside the values in each message, or in the last part alone.
    private static SubscribeResponse Complete(BoardState state, SubscribeResponse message, bool isLast)
    {
        message.AsOfTime = KpiMapper.ToTime(state.AsOf);
        message.MoreFollows = !isLast;
        if (!isLast) return message;
        message.ResumeToken = ResumeToken.Of(state.Revision);
        message.Completeness = KpiMapper.ToCompleteness(state);
        return message;
    }

    private sealed class Made
    {
        public ConcurrentDictionary<long, Lazy<IReadOnlyList<SharedFrame>>> Frames { get; } = new();
    }
}
