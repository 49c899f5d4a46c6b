using System.Diagnostics;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace CallCenter.Benchmarks.Watch;

/// <summary>All subscribers of a row: a number of streams on each of several connections.</summary>
internal sealed class Watchers : IAsyncDisposable
{
    private readonly WatchLoad _load;
    private readonly Markers _markers;
    private readonly Method<byte[], Arrival> _method;
    private readonly List<GrpcChannel> _channels = [];
    private readonly List<Task> _reading = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly long[] _messages;
    private string? _failure;
    private long _bytes;
    private int _begun;
    private int _failures;

    private Watchers(WatchLoad load, Markers markers, Method<byte[], Arrival> method)
        => (_load, _markers, _method, _messages) = (load, markers, method, new long[load.Subscribers]);

    /// <summary>Age of the newest event in an update when it arrives: the way through server and client without the wait for the
    /// interval.</summary>
    public Latencies Ages { get; } = new();

    /// <summary>From the sending of each marker to the first update that includes it, the wait for the interval included.</summary>
    public Latencies Delays { get; } = new();

    /// <summary>Subscribers with a first message.</summary>
    public int Begun => Volatile.Read(ref _begun);

    /// <summary>Snapshots and updates since the last <see cref="Clear"/>.</summary>
    public long Messages => _messages.Sum();

    /// <summary>Subscribers without a snapshot or update since the last <see cref="Clear"/>.</summary>
    public int Silent => _messages.Count(count => count == 0);

    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>How many streams the server ended, with the reason of the last; empty: none.</summary>
    public string Failures => _failures == 0 ? "" : $"{_failures} ended: {_failure}";

    public static Watchers Start(WatchLoad load, Markers markers, string url, Method<byte[], Arrival>? method = null)
    {
        var watchers = new Watchers(load, markers, method ?? Arrival.Subscribe);
        for (var i = 0; i < load.Subscribers; i++)
        {
            if (i % load.StreamsAConnection == 0) watchers._channels.Add(RawIngest.Open(url));
            watchers._reading.Add(watchers.ReadAsync(i, watchers._channels[^1]));
        }
        return watchers;
    }

    public async Task WaitForSnapshotsAsync(TimeSpan max)
    {
        var started = Stopwatch.GetTimestamp();
        while (Begun < _load.Subscribers && Stopwatch.GetElapsedTime(started) < max) await Task.Delay(50);
    }

    /// <summary>Begins anew to count.</summary>
    public void Clear()
    {
        Ages.Clear();
        Delays.Clear();
        Array.Clear(_messages);
        Interlocked.Exchange(ref _bytes, 0);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_reading);
        foreach (var channel in _channels) channel.Dispose();
        _stop.Dispose();
    }

    private async Task ReadAsync(int subscriber, GrpcChannel channel)
    {
        try
        {
            var request = _load.RequestOf(subscriber).ToByteArray();
            using var call = channel.CreateCallInvoker().AsyncServerStreamingCall(
                _method, null, new CallOptions(cancellationToken: _stop.Token), request);
            long? known = null;
            while (await call.ResponseStream.MoveNext(_stop.Token)) known = Count(subscriber, call.ResponseStream.Current, known);
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // The row is over.
        }
        catch (RpcException e)
        {
            Interlocked.Increment(ref _failures);
            _failure = $"{e.StatusCode}, {e.Status.Detail}";
        }
    }

    /// <param name="known">The newest marker so far; null before the first message.</param>
    private long? Count(int subscriber, Arrival arrival, long? known)
    {
        if (known is null) Interlocked.Increment(ref _begun);
        Interlocked.Add(ref _bytes, arrival.Bytes);
        if (arrival.HasValues) Interlocked.Increment(ref _messages[subscriber]);
        if (arrival.Marker is not { } newest || known is not { } last) return arrival.Marker ?? known ?? 0;
        if (newest <= last) return last;
        var now = Stopwatch.GetTimestamp();
        var sent = _markers.SentAt(last, newest);
        foreach (var at in sent) Delays.Add(Stopwatch.GetElapsedTime(at, now));
        if (sent.Count > 0) Ages.Add(Stopwatch.GetElapsedTime(sent[^1], now));
        return newest;
    }
}
