using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;

namespace CallCenter.Benchmarks.Redis;

/// <summary>Sends visits that join queues over one ingest stream.</summary>
internal sealed class LiveFeed : IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly AsyncDuplexStreamingCall<IngestRequest, IngestResponse> _call;
    private volatile bool _stop;

    public LiveFeed(string url, string source)
    {
        _channel = GrpcChannel.ForAddress(url, new GrpcChannelOptions { Credentials = ChannelCredentials.Insecure });
        _call = new IngestService.IngestServiceClient(_channel).Ingest();
        Opened = OpenAsync(source);
    }

    public long Sent { get; private set; }

    private Task Opened { get; }

    public async Task SendAsync(int count)
    {
        await Opened;
        var batch = new EventBatch { FirstSequence = Sent + 1 };
        for (var i = 0; i < count; i++)
        {
            Sent++;
            batch.Events.Add(new Event
            {
                OccurredTime = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow),
                VisitQueued = new VisitQueued
                {
                    VisitId = $"visit-{Sent}",
                    Queue = $"queue-{Sent % 100}",
                    Channel = Channel.Phone,
                    Direction = Direction.Inbound,
                },
            });
        }
        await _call.RequestStream.WriteAsync(new IngestRequest { Events = batch });
    }

    /// <summary>Sends <paramref name="count"/> events after each pause, until stopped.</summary>
    public async Task RunAsync(TimeSpan pause, int count)
    {
        while (!_stop)
        {
            await SendAsync(count);
            await Task.Delay(pause);
        }
    }

    public async Task StopAsync(Task running)
    {
        _stop = true;
        await running;
    }

    public void Dispose()
    {
        _call.Dispose();
        _channel.Dispose();
    }

    private async Task OpenAsync(string source)
    {
        await _call.RequestStream.WriteAsync(new IngestRequest { Hello = new Hello { Source = source } });
        if (!await _call.ResponseStream.MoveNext(CancellationToken.None)) throw new InvalidOperationException("No welcome.");
        _ = ReadAcksAsync();
    }

    private async Task ReadAcksAsync()
    {
        try
        {
            while (await _call.ResponseStream.MoveNext(CancellationToken.None))
            {
                if (_call.ResponseStream.Current.Ack?.Rejections is [var first, ..])
                    throw new InvalidOperationException($"Rejected: {first.Message}");
            }
        }
        catch (RpcException)
        {
            // Disposed.
        }
    }
}
