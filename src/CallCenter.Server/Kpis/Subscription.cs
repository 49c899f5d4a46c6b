using System.Diagnostics;
using System.Security.Cryptography;
using CallCenter.Engine.Board;
using CallCenter.Engine.Instruments;
using CallCenter.Server.Errors;
using CallCenter.Server.Hosting;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CallCenter.Server.Kpis;

/// <summary>One subscriber's stream: writes what its reader of the view hands out.</summary>
internal sealed class Subscription(
    ViewFeed feed, IServerStreamWriter<Frame> responses, ReaderOptions wanted, ServerOptions options, SubscriptionMeter meter,
    TimeProvider time)
{
    private const int LifeSteps = 1_000;
    private const double NewsFactor = 1.5;

    private readonly Frame _frame = new();
    private TimeSpan _refresh; // As told last.

    /// <summary>Among the subscriptions of the stream.</summary>
    public int Index { get; init; }

    /// <summary>Held while a message is written, if others write to the same stream; null: none do.</summary>
    public SemaphoreSlim? Turn { get; init; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _frame.Own.Subscription = Index;
        var reader = feed.Read(wanted with { LifeMax = LifeOf(options.SubscriptionLifeMax) }, time);
        await foreach (var frame in reader.WithCancellation(cancellationToken))
            await (Turn is null ? WriteAsync(frame) : WriteInTurnAsync(frame, Turn, cancellationToken));
        throw wanted.Stopping.IsCancellationRequested ? RpcErrors.Stopping()
            : wanted.Outdated.IsCancellationRequested ? RpcErrors.DefinitionsChanged()
            : RpcErrors.ReconnectDue();
    }

    // Up to a tenth less, so that streams that were opened together end apart.
    public static TimeSpan LifeOf(TimeSpan max) => max * (1 - 0.1 * RandomNumberGenerator.GetInt32(LifeSteps) / LifeSteps);

    // All parts of a message follow one another.
    private async ValueTask WriteInTurnAsync(BoardFrame frame, SemaphoreSlim turn, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            await WriteAsync(frame);
        }
        finally
        {
            turn.Release();
        }
    }

    private async ValueTask WriteAsync(BoardFrame frame)
    {
        using var activity = frame.IsHeartbeat || frame.State.Trace == default
            ? null
            : EngineMeter.Activities.StartActivity("frame", ActivityKind.Producer, frame.State.Trace);
        var parts = frame.IsHeartbeat
            ? FrameCache.OfHeartbeat(frame.State)
            : FrameCache.Of(frame.State, frame.Since, feed.Selector);
        TellPace();
        var started = time.GetTimestamp();
        for (var i = 0; i < parts.Count; i++) await WriteInTimeAsync(parts[i]);
        CountConflated(frame.State, time.GetElapsedTime(started), parts[0].Kind);
    }

    private async ValueTask WriteInTimeAsync(SharedFrame part)
    {
        _frame.Shared = part;
        SetTime(_frame.Own.ServerTime, time.GetUtcNow());
        try
        {
            // Nothing is waited for while the client reads: its buffers take the message.
            var writing = responses.WriteAsync(_frame);
            if (!writing.IsCompletedSuccessfully) await writing.WaitAsync(options.UpdateWriteMax, time);
            _frame.Own.Pace = null;
        }
        catch (TimeoutException)
        {
            meter.AddTimedOut(part.Kind);
            throw RpcErrors.UpdatesUnread(options.UpdateWriteMax);
        }
    }

    // At most one update was due in each interval of the write; the newest state is not lost, but sent next.
    private void CountConflated(BoardState written, TimeSpan elapsed, SubscribeResponse.MessageOneofCase kind)
    {
        var due = Math.Min(feed.State.Revision.Number - written.Revision.Number, (long)(elapsed / wanted.Interval));
        if (due > 1) meter.AddConflated(due - 1, kind);
    }

    private static void SetTime(Timestamp message, DateTimeOffset now)
    {
        message.Seconds = now.ToUnixTimeSeconds();
        message.Nanos = (int)(now.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick);
    }

    // The first message tells it; a client that knew it by the server's options would be wrong with another server. What an evaluation
    // takes varies a little all the time, which is no news.
    private void TellPace()
    {
        var refresh = feed.RefreshInterval > wanted.Interval ? feed.RefreshInterval : wanted.Interval;
        if (refresh < NewsFactor * _refresh && _refresh < NewsFactor * refresh) return;
        _refresh = refresh;
        _frame.Own.Pace = PaceOf(wanted.Interval, refresh, wanted.HeartbeatInterval);
    }

    // A lost heartbeat and some delay are no silence; nor is a stream that the client itself asked to be slow.
    private static Pace PaceOf(TimeSpan interval, TimeSpan refresh, TimeSpan heartbeat) => new()
    {
        MinInterval = Duration.FromTimeSpan(interval),
        RefreshInterval = Duration.FromTimeSpan(refresh),
        HeartbeatInterval = Duration.FromTimeSpan(heartbeat),
        StaleAfter = Duration.FromTimeSpan(2.4 * heartbeat > 2 * interval ? 2.4 * heartbeat : 2 * interval),
    };
}
