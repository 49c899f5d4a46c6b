using System.Diagnostics;
using CallCenter.Engine.Board;
using CallCenter.Engine.Instruments;
using CallCenter.Server.Errors;
using CallCenter.Server.Hosting;
using CallCenter.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CallCenter.Server.Kpis;

/// <summary>
/// One subscriber's stream. Holds only the last sent state: the next message with values is made from the newest state, whatever happened
/// during a write or wait. Heartbeats go by their own clock: they neither delay values nor replace any.
/// </summary>
internal sealed class Subscription(
    ViewFeed feed, IServerStreamWriter<SubscribeResponse> responses, TimeSpan interval, ServerOptions options, SubscriptionMeter meter,
    TimeProvider time, Stopping stopping)
{
    private BoardState _sent = feed.State;
    // The first message tells it; a client that knows it by the server's options would be wrong with another server.
    private Pace? _pace = PaceOf(interval, options.HeartbeatInterval);
    private long _valuesAt;
    private long _writtenAt;

    public async Task RunAsync(ByteString resumeToken, CancellationToken cancellationToken)
    {
        await BeginAsync(resumeToken);
        while (!stopping.IsRequested)
        {
            var next = feed.NextAsync();
            if (feed.Failure is { } failure) throw failure;
            var state = feed.State;
            if (IsBehind(state) && time.GetElapsedTime(_valuesAt) >= interval)
                await WriteValuesAsync(state, _sent.Revision.Number);
            else if (time.GetElapsedTime(_writtenAt) >= options.HeartbeatInterval)
                await WriteHeartbeatAsync(state);
            await WaitAsync(IsBehind(state), next, cancellationToken);
        }
        throw RpcErrors.Stopping();
    }

    private Task BeginAsync(ByteString resumeToken)
    {
        var state = feed.State;
        return WriteValuesAsync(state, ResumeToken.Parse(resumeToken, state.Revision));
    }

    private bool IsBehind(BoardState state) => state.Revision.Number > _sent.Revision.Number;

    private async Task WriteValuesAsync(BoardState state, long? since)
    {
        using var activity = state.Trace == default ? null
            : EngineMeter.Activities.StartActivity("frame", ActivityKind.Producer, state.Trace);
        await WriteAsync(state, SharedParts.Of(state, since, feed.Selector).Select(OwnOf));
        _valuesAt = _writtenAt;
    }

    // While changed values wait for their time, it must not say that nothing has changed since: it repeats the last state's moment and
    // token.
    private Task WriteHeartbeatAsync(BoardState state)
    {
        var shown = IsBehind(state) ? _sent : state;
        var heartbeat = new HeartbeatUpdate
        {
            WindowStartTime = KpiMapper.ToTime(shown.Window.Start),
            WindowEndTime = KpiMapper.ToTime(shown.Window.End),
        };
        return WriteAsync(shown, [new SubscribeResponse { Heartbeat = heartbeat }]);
    }

    // The values are everybody's; the message around them is this subscriber's.
    private static SubscribeResponse OwnOf(SubscribeResponse shared)
        => shared.MessageCase == SubscribeResponse.MessageOneofCase.Snapshot
            ? new SubscribeResponse { Snapshot = shared.Snapshot, MoreFollows = shared.MoreFollows }
            : new SubscribeResponse { Update = shared.Update, MoreFollows = shared.MoreFollows };

    private async Task WriteAsync(BoardState state, IEnumerable<SubscribeResponse> parts)
    {
        var (started, kind) = (time.GetTimestamp(), "");
        foreach (var part in parts)
        {
            kind = SubscriptionMeter.KindOf(part);
            part.AsOfTime = KpiMapper.ToTime(state.AsOf);
            part.ServerTime = Timestamp.FromDateTimeOffset(time.GetUtcNow());
            (part.Pace, _pace) = (_pace, null);
            if (!part.MoreFollows)
            {
                part.ResumeToken = ResumeToken.Of(state.Revision);
                part.Completeness = KpiMapper.ToCompleteness(state);
            }
            await WriteInTimeAsync(part, kind);
        }
        (_sent, _writtenAt) = (state, time.GetTimestamp());
        CountConflated(state, time.GetElapsedTime(started, _writtenAt), kind);
    }

    private async Task WriteInTimeAsync(SubscribeResponse part, string kind)
    {
        try
        {
            await responses.WriteAsync(part).WaitAsync(options.UpdateWriteMax, time);
        }
        catch (TimeoutException)
        {
            meter.AddTimedOut(kind);
            throw RpcErrors.UpdatesUnread(options.UpdateWriteMax);
        }
    }

    // At most one update was due in each interval of the write; the newest state is not lost, but sent next.
    private void CountConflated(BoardState written, TimeSpan elapsed, string kind)
    {
        var due = Math.Min(feed.State.Revision.Number - written.Revision.Number, (long)(elapsed / interval));
        if (due > 1) meter.AddConflated(due - 1, kind);
    }

    // A lost heartbeat and some delay are no silence; nor is a stream that the client itself asked to be slow.
    private static Pace PaceOf(TimeSpan interval, TimeSpan heartbeat) => new()
    {
        MinInterval = Duration.FromTimeSpan(interval),
        HeartbeatInterval = Duration.FromTimeSpan(heartbeat),
        StaleAfter = Duration.FromTimeSpan(2.4 * heartbeat > 2 * interval ? 2.4 * heartbeat : 2 * interval),
    };

    // A change that came too early is waited for by the clock; otherwise the next change; the heartbeat in any case.
    private async Task WaitAsync(bool behind, Task next, CancellationToken cancellationToken)
    {
        var left = options.HeartbeatInterval - time.GetElapsedTime(_writtenAt);
        if (behind && interval - time.GetElapsedTime(_valuesAt) is var untilValues && untilValues < left) left = untilValues;
        if (left <= TimeSpan.Zero) return;
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var delay = Task.Delay(left, time, waiting.Token);
        await (behind ? Task.WhenAny(delay, stopping.Requested) : Task.WhenAny(delay, next, stopping.Requested));
        await waiting.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }
}
