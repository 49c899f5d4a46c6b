using System.Collections.Concurrent;
using System.Diagnostics;
using CallCenter.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace CallCenter.Benchmarks.Watch;

/// <summary>
/// The adapters: four sources that send 1,000 events a second together unless the load says otherwise, paced, after a history. Notes when
/// each marker was sent, and how long acks take.
/// </summary>
internal sealed class WatchFeed : IAsyncDisposable
{
    private const int Sources = 4, EventsATick = 5, BatchSize = 500;

    private static readonly TimeSpan HistoryStep = TimeSpan.FromMilliseconds(80);

    private readonly WatchLoad _load;
    private readonly GrpcChannel _channel;
    private readonly WatchFloor[] _floors;
    private readonly CancellationTokenSource _stop = new();
    private readonly long[] _sent = new long[Sources];
    private Task _sending = Task.CompletedTask;
    private long _events;

    private WatchFeed(WatchLoad load, string url)
    {
        (_load, _channel) = (load, RawIngest.Open(url));
        _floors = [.. Enumerable.Range(0, Sources).Select(source => new WatchFloor(source, Sources, load.Queues))];
    }

    public Markers Markers { get; } = new();
    public Latencies Acks { get; } = new();

    /// <summary>Sent so far, without the history.</summary>
    public long Events => Interlocked.Read(ref _events);

    public static async Task<WatchFeed> StartAsync(WatchLoad load, string url)
    {
        var feed = new WatchFeed(load, url);
        await Task.WhenAll(feed._floors.Select((_, source) => feed.SendHistoryAsync(source)));
        feed._sending = Task.WhenAll(feed._floors.Select((_, source) => feed.SendAsync(source)));
        return feed;
    }

    /// <summary>Throws when a source's stream failed.</summary>
    public Task CheckAsync() => _sending.IsFaulted ? _sending : Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _sending.ContinueWith(_ => { }, TaskScheduler.Default);
        _channel.Dispose();
        _stop.Dispose();
    }

    private async Task SendHistoryAsync(int source)
    {
        var (floor, from) = (_floors[source], DateTimeOffset.UtcNow - WatchLoad.HistoryLength);
        var events = floor.Begin(from).Concat(floor.IdleQueues(from, _load.IdleQueues)).ToList();
        for (var at = from; at < from + WatchLoad.HistoryLength; at += HistoryStep) events.AddRange(floor.Step(at));
        _sent[source] = events.Count;
        await RawIngest.SendAsync(_channel, floor.Name, IngestLoad.Serialize(events, 0, events.Count, BatchSize));
    }

    private async Task SendAsync(int source)
    {
        var client = new IngestService.IngestServiceClient(_channel);
        using var call = client.Ingest(cancellationToken: _stop.Token);
        await call.RequestStream.WriteAsync(new IngestRequest { Hello = new Hello { Source = _floors[source].Name } });
        await call.ResponseStream.MoveNext(_stop.Token);
        var pending = new ConcurrentQueue<(long Last, long SentAt)>();
        var acks = ReadAcksAsync(call.ResponseStream, pending);
        var started = Stopwatch.GetTimestamp();
        List<Event> ready = [];
        for (var tick = 1; !_stop.IsCancellationRequested; tick++)
        {
            if (tick * _load.Tick - Stopwatch.GetElapsedTime(started) is { Ticks: > 0 } left) await Task.Delay(left, _stop.Token);
            var batch = NextBatch(source, tick, ready);
            _sent[source] += batch.Events.Count;
            Interlocked.Add(ref _events, batch.Events.Count);
            pending.Enqueue((_sent[source], Stopwatch.GetTimestamp()));
            await call.RequestStream.WriteAsync(new IngestRequest { Events = batch });
            if (acks.IsCompleted) await acks;
        }
    }

    private EventBatch NextBatch(int source, int tick, List<Event> ready)
    {
        var now = DateTimeOffset.UtcNow;
        if (source == 0) ready.Insert(0, MarkerOf(tick, now));
        while (ready.Count < EventsATick) ready.AddRange(_floors[source].Step(now));
        var batch = new EventBatch { FirstSequence = _sent[source] + 1, Events = { ready.Take(EventsATick) } };
        ready.RemoveRange(0, EventsATick);
        return batch;
    }

    private Event MarkerOf(int tick, DateTimeOffset now)
    {
        Markers.Add(_load.IsByAgent ? now.ToUnixTimeMilliseconds() : tick);
        return _floors[0].MarkerOf(tick, now, _load.IsByAgent);
    }

    private async Task ReadAcksAsync(IAsyncStreamReader<IngestResponse> responses, ConcurrentQueue<(long Last, long SentAt)> pending)
    {
        while (await responses.MoveNext(_stop.Token))
        {
            var ack = responses.Current.Ack;
            if (ack.Rejections.Count > 0) throw new InvalidOperationException($"Rejected: {ack.Rejections[0].Message}");
            while (pending.TryPeek(out var batch) && batch.Last <= ack.CommittedSequence)
            {
                Acks.Add(Stopwatch.GetElapsedTime(batch.SentAt));
                pending.TryDequeue(out _);
            }
        }
    }
}
