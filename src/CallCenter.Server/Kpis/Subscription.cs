using CallCenter.Engine.Board;
using CallCenter.Server.Errors;
using CallCenter.Server.Hosting;
using CallCenter.V1;
using Google.Protobuf;
using Grpc.Core;

namespace CallCenter.Server.Kpis;

/// <summary>
/// One subscriber's stream. Holds one number, the last revision sent; whatever happened while it was writing or waiting, the next
/// message is made from the newest state.
/// </summary>
internal sealed class Subscription(
    ViewFeed feed, IServerStreamWriter<SubscribeResponse> responses, TimeSpan interval, TimeSpan heartbeat, TimeProvider time, Stopping stopping)
{
    private long _sent;
    private long _writtenAt;

    public async Task RunAsync(ByteString resumeToken, CancellationToken cancellationToken)
    {
        await BeginAsync(resumeToken);
        while (!stopping.IsRequested)
        {
            var next = feed.NextAsync();
            var state = feed.State;
            if (state.Revision.Number > _sent && time.GetElapsedTime(_writtenAt) >= interval)
                await WriteAsync(state, new SubscribeResponse { Update = KpiMapper.ToUpdate(state, _sent) });
            else if (time.GetElapsedTime(_writtenAt) >= heartbeat)
                await WriteAsync(state, new SubscribeResponse { Heartbeat = new HeartbeatUpdate() });
            await WaitAsync(state, next, cancellationToken);
        }
        throw RpcErrors.Stopping();
    }

    private Task BeginAsync(ByteString resumeToken)
    {
        var state = feed.State;
        if (ResumeToken.Parse(resumeToken, state.Revision) is { } since)
            return WriteAsync(state, new SubscribeResponse { Update = KpiMapper.ToUpdate(state, since) });
        return WriteAsync(state, new SubscribeResponse { Snapshot = KpiMapper.ToSnapshot(state, feed.Selector) });
    }

    private async Task WriteAsync(BoardState state, SubscribeResponse response)
    {
        response.AsOfTime = KpiMapper.ToTime(state.AsOf);
        response.ResumeToken = ResumeToken.Of(state.Revision);
        response.Completeness = KpiMapper.ToCompleteness(state.Completeness);
        await responses.WriteAsync(response);
        (_sent, _writtenAt) = (state.Revision.Number, time.GetTimestamp());
    }

    // A change that came too early is waited for by the clock; otherwise the next change, or the heartbeat.
    private async Task WaitAsync(BoardState state, Task next, CancellationToken cancellationToken)
    {
        var behind = state.Revision.Number > _sent;
        var left = (behind ? interval : heartbeat) - time.GetElapsedTime(_writtenAt);
        if (left <= TimeSpan.Zero) return;
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var delay = Task.Delay(left, time, waiting.Token);
        await (behind ? Task.WhenAny(delay, stopping.Requested) : Task.WhenAny(delay, next, stopping.Requested));
        await waiting.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }
}
