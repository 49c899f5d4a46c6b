using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using CallCenter.Engine.Board;
using CallCenter.V1;

namespace CallCenter.Server.Kpis;

/// <summary>The values of a state as messages, made once for all subscribers that go on from the same revision. They live as long as the
/// state. Safe for several threads.</summary>
internal static class SharedParts
{
    // Most subscribers have the state before; more would keep messages that one of them needs once.
    private const int RevisionsMax = 8;

    private static readonly ConditionalWeakTable<BoardState, Made> States = [];

    /// <param name="since">What the subscriber has; null: nothing, or nothing that it can go on from.</param>
    public static IReadOnlyList<SubscribeResponse> Of(BoardState state, long? since, Core.Views.Selector selector)
    {
        var from = since >= state.Removals.KnownSince ? since : null;
        var made = States.GetOrCreateValue(state).Revisions;
        var key = from ?? -1;
        if (made.TryGetValue(key, out var parts)) return parts.Value;
        var making = new Lazy<IReadOnlyList<SubscribeResponse>>(() => Make(state, from, selector));
        return (made.Count < RevisionsMax ? made.GetOrAdd(key, making) : making).Value;
    }

    private static IReadOnlyList<SubscribeResponse> Make(BoardState state, long? since, Core.Views.Selector selector) =>
    [
        .. MessageParts.Of(since is { } revision
            ? new SubscribeResponse { Update = KpiMapper.ToUpdate(state, revision, selector) }
            : new SubscribeResponse { Snapshot = KpiMapper.ToSnapshot(state, selector) }),
    ];

    private sealed class Made
    {
        public ConcurrentDictionary<long, Lazy<IReadOnlyList<SubscribeResponse>>> Revisions { get; } = new();
    }
}
