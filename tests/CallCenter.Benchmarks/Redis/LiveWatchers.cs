using System.Diagnostics;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;

namespace CallCenter.Benchmarks.Redis;

/// <summary>Many subscriptions to the number of offered contacts, spread over nodes, and the delay of each.</summary>
internal sealed class LiveWatchers : IDisposable
{
    private const int OnAConnection = 250;

    private readonly List<GrpcChannel> _channels = [];
    private readonly List<(AsyncServerStreamingCall<SubscribeResponse> Call, int Node)> _calls = [];
    private readonly Lock _lock = new();
    private readonly long[] _seen;
    private TaskCompletionSource _allSeen = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _awaited = long.MaxValue;
    private int _missing;
    private long _sentAt;

    public LiveWatchers(string[] urls, int count, Func<int, Filter?> filter)
    {
        Latencies = [.. urls.Select(_ => new List<double>())];
        _seen = new long[count];
        var current = new GrpcChannel[urls.Length];
        for (var i = 0; i < count; i++)
        {
            var node = i % urls.Length;
            if (i / urls.Length % OnAConnection == 0)
                _channels.Add(current[node] = RawIngest.Open(urls[node]));
            var selector = new Selector
            {
                Kpis = { new KpiRef { Id = "contacts_offered" } },
                Window = new Window { Sliding = Duration.FromTimeSpan(TimeSpan.FromMinutes(30 + i / 100)) },
            };
            if (filter(i) is { } where) selector.Where.Add(where);
            var request = new SubscribeRequest { Selector = selector, MinInterval = Duration.FromTimeSpan(TimeSpan.FromSeconds(0.1)) };
            _calls.Add((new KpiService.KpiServiceClient(current[node]).Subscribe(request), node));
        }
    }

    /// <summary>By node, in ms.</summary>
    public List<double>[] Latencies { get; }

    /// <summary>Waits for the first message of every subscription.</summary>
    public async Task OpenAsync()
    {
        foreach (var (call, _) in _calls) await call.ResponseStream.MoveNext(CancellationToken.None);
        for (var i = 0; i < _calls.Count; i++) _ = ReadAsync(i);
    }

    public void Sent(long timestamp) => Interlocked.Exchange(ref _sentAt, timestamp);

    /// <summary>Waits until every subscription has seen this number of contacts.</summary>
    public async Task SeenAsync(long count)
    {
        Task all;
        lock (_lock)
        {
            _awaited = count;
            _missing = _seen.Count(s => s < count);
            _allSeen = new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_missing == 0) return;
            all = _allSeen.Task;
        }
        await all.WaitAsync(TimeSpan.FromSeconds(30));
    }

    public void Dispose()
    {
        foreach (var (call, _) in _calls) call.Dispose();
        foreach (var channel in _channels) channel.Dispose();
    }

    private async Task ReadAsync(int number)
    {
        var (call, node) = _calls[number];
        try
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None)) Take(number, node, call.ResponseStream.Current);
        }
        catch (RpcException)
        {
            // Disposed.
        }
    }

    private void Take(int number, int node, SubscribeResponse message)
    {
        var value = message.Update?.Rows.SelectMany(r => r.Values).Select(v => v.Value).LastOrDefault()
            ?? message.Snapshot?.Rows.SelectMany(r => r.Values).LastOrDefault();
        if (value is null) return;
        var count = value.Count;
        lock (_lock)
        {
            if (count <= _seen[number]) return;
            var before = _seen[number];
            _seen[number] = count;
            Latencies[node].Add(Stopwatch.GetElapsedTime(Interlocked.Read(ref _sentAt)).TotalMilliseconds);
            if (before < _awaited && count >= _awaited && --_missing == 0) _allSeen.TrySetResult();
        }
    }
}
