using CallCenter.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;

namespace CallCenter.Benchmarks.Cost;

/// <summary>Many subscribers of one view over gRPC or as server-sent events, and a source that changes it; counts the messages.</summary>
internal sealed class FanOut : IAsyncDisposable
{
    private const int Subscribers = 100, Queues = 10, SubscribersAChannel = 50, EventsAtOnce = 10;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.1), Settle = TimeSpan.FromSeconds(3);

    private static readonly string[] Kpis =
        ["contacts_waiting", "longest_wait", "contacts_offered", "contacts_answered", "contacts_abandoned", "service_level@20s"];

    private static readonly Method<byte[], byte[]> Method = new(
        MethodType.ServerStreaming, "callcenter.v1.KpiService", "Subscribe",
        Marshallers.Create(bytes => bytes, bytes => bytes), Marshallers.Create(bytes => bytes, bytes => bytes));

    private readonly CostServer _server;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<GrpcChannel> _channels = [];
    private readonly List<Task> _tasks = [];
    private long _messages;

    private FanOut(CostServer server) => _server = server;

    public static async Task<FanOut> StartAsync(CostServer server, bool isGrpc)
    {
        var run = new FanOut(server);
        run._tasks.Add(run.FeedAsync());
        for (var i = 0; i < Subscribers; i++)
        {
            if (isGrpc && i % SubscribersAChannel == 0) run._channels.Add(server.Open());
            run._tasks.Add(isGrpc ? run.ReadGrpcAsync(run._channels[^1]) : run.ReadEventsAsync());
        }
        await Task.Delay(Settle);
        return run;
    }

    /// <summary>Server's CPU time a message, in microseconds.</summary>
    public async Task<double> MeasureAsync(TimeSpan length)
    {
        var (cpu, messages) = (_server.CpuTime, Interlocked.Read(ref _messages));
        await Task.Delay(length);
        return (_server.CpuTime - cpu).TotalMicroseconds / (Interlocked.Read(ref _messages) - messages);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var task in _tasks) await task.ContinueWith(_ => { }, TaskScheduler.Default);
        foreach (var channel in _channels) channel.Dispose();
        _stop.Dispose();
    }

    private async Task FeedAsync()
    {
        var client = new IngestService.IngestServiceClient(_server.Channel);
        for (var round = 0; !_stop.IsCancellationRequested; round++)
        {
            var request = new PublishRequest { Source = "cost" };
            for (var i = 0; i < EventsAtOnce; i++)
            {
                request.Events.Add(new Event
                {
                    OccurredTime = Timestamp.FromDateTime(DateTime.UtcNow),
                    VisitQueued = new VisitQueued { VisitId = $"{Environment.TickCount64}-{round}-{i}", Queue = $"queue {i % Queues}" },
                });
            }
            await client.PublishAsync(request, _server.Headers);
            await Task.Delay(Interval / 2, _stop.Token);
        }
    }

    private async Task ReadGrpcAsync(GrpcChannel channel)
    {
        var request = new SubscribeRequest
        {
            Selector = new Selector { GroupBy = { "queue" }, Kpis = { Kpis.Select(kpi => new KpiRef { Spec = kpi }) } },
            MinInterval = Duration.FromTimeSpan(Interval),
        };
        var options = new CallOptions(_server.Headers, cancellationToken: _stop.Token);
        using var call = channel.CreateCallInvoker().AsyncServerStreamingCall(Method, null, options, request.ToByteArray());
        while (await call.ResponseStream.MoveNext(_stop.Token)) Interlocked.Increment(ref _messages);
    }

    private async Task ReadEventsAsync()
    {
        var address = $"{_server.Web}/v1/stream?kpi={string.Join(',', Kpis)}&by=queue&interval=100ms";
        using var response = await _server.Http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, _stop.Token);
        using var lines = new StreamReader(await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(_stop.Token));
        while (await lines.ReadLineAsync(_stop.Token) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal)) Interlocked.Increment(ref _messages);
        }
    }
}
