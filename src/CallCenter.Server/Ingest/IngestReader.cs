using System.Diagnostics;
using CallCenter.Core.Identity;
using CallCenter.Engine;
using CallCenter.Engine.Ingest;
using CallCenter.Engine.Instruments;
using CallCenter.Server.Errors;
using CallCenter.Server.Hosting;
using CallCenter.V1;
using Google.Protobuf;
using Grpc.Core;

namespace CallCenter.Server.Ingest;

/// <summary>Reads one ingest stream: hello, then batches and heartbeats. While the session makes it wait, nothing is read, so that the
/// adapter waits too.</summary>
internal sealed class IngestReader(
    IAsyncStreamReader<IngestRequest> requests, EngineOptions engine, ExclusionRules exclusions, TimeSpan idleMax, TimeProvider time)
{
    private readonly CancellationTokenSource _stop = new();
    private long _readAt = time.GetTimestamp();
    private bool _isPosting;

    public async Task<Hello> ReadHelloAsync(Stopping stopping)
    {
        var reading = requests.MoveNext(_stop.Token);
        var first = await Task.WhenAny(reading, stopping.Requested, Task.Delay(idleMax, time));
        if (first != reading)
        {
            await StopAsync(reading);
            throw stopping.IsRequested ? RpcErrors.Stopping() : RpcErrors.Idle(idleMax);
        }
        if (!await reading) throw RpcErrors.HelloExpected("the end of the stream");
        return requests.Current.MessageCase == IngestRequest.MessageOneofCase.Hello
            ? requests.Current.Hello
            : throw RpcErrors.HelloExpected(requests.Current.MessageCase.ToString());
    }

    /// <summary>Reads to the end; true when the client has closed its side, false when the session is complete.</summary>
    public async Task<bool> ReadAsync(SourceSession session)
    {
        while (await requests.MoveNext(_stop.Token))
        {
            Volatile.Write(ref _isPosting, true);
            if (!await DispatchAsync(requests.Current, session)) return false;
            Volatile.Write(ref _readAt, time.GetTimestamp());
            Volatile.Write(ref _isPosting, false);
        }
        return true;
    }

    /// <summary>Completes when nothing was received for too long, or <paramref name="reading"/> has ended. Time in which this server
    /// does not read is no silence of the adapter.</summary>
    public async Task IdleAsync(Task reading)
    {
        while (!reading.IsCompleted)
        {
            var left = Volatile.Read(ref _isPosting) ? idleMax : idleMax - time.GetElapsedTime(Volatile.Read(ref _readAt));
            if (left <= TimeSpan.Zero) return;
            await Task.WhenAny(reading, Task.Delay(left, time));
        }
    }

    /// <summary>Cancels reading and waits for its end, because the transport reuses the stream for other calls.</summary>
    public async Task StopAsync(Task reading)
    {
        await _stop.CancelAsync();
        try
        {
            await reading;
        }
        catch (Exception e) when (
            e is OperationCanceledException or IOException or RpcException or SessionEndedException or InvalidOperationException)
        {
            // Cancelled, or ended by itself meanwhile; the call ends for another reason already.
        }
    }

    private ValueTask<bool> DispatchAsync(IngestRequest request, SourceSession session)
    {
        switch (request.MessageCase)
        {
            case IngestRequest.MessageOneofCase.Events:
                return PostAsync(request.Events, session);
            case IngestRequest.MessageOneofCase.Heartbeat:
                session.RepeatAck();
                return ValueTask.FromResult(true);
            case IngestRequest.MessageOneofCase.Hello:
                throw RpcErrors.HelloExpected("a second hello");
            default:
                // Of a newer contract: its client learns by the ack that nobody understood it.
                session.SkipUnknownRequest();
                return ValueTask.FromResult(true);
        }
    }

    private async ValueTask<bool> PostAsync(EventBatch batch, SourceSession session)
    {
        // Of a sender who has asked: the stream's own span has what its headers say.
        using var activity = Activity.Current is { Recorded: true } ? EngineMeter.Activities.StartActivity("ingest") : null;
        activity?.SetTag("callcenter.events", batch.Events.Count);
        return await session.PostAsync(Map(batch, session.Source) with { Trace = activity?.Context ?? default }, _stop.Token);
    }

    private SequencedBatch Map(EventBatch batch, SourceId source)
    {
        if (batch.Events.Count == 0 || batch.Events.Count > engine.BatchEventsMax)
            throw RpcErrors.BatchTooLarge(batch.Events.Count, engine.BatchEventsMax);
        if (batch.FirstSequence < 1) throw RpcErrors.SequenceInvalid(batch.FirstSequence, batch.Events.Count, engine.BatchEventsMax);
        var events = new IncomingEvent[batch.Events.Count];
        for (var i = 0; i < events.Length; i++) events[i] = EventMapper.Map(batch.Events[i]);
        return new SequencedBatch(new Sequence(batch.FirstSequence), exclusions.Mark(source, events), i => batch.Events[i].ToByteArray());
    }
}
