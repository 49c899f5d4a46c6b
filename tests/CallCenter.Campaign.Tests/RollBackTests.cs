using CallCenter.Client;
using CallCenter.Server;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;

namespace CallCenter.Campaign.Tests;

/// <summary>
/// Redis loses its last commits, as in a power loss with appendfsync everysec: marks and counts are lost together.
/// </summary>
public sealed class RollBackTests : IAsyncLifetime
{
    private const string Source = "pbx";

    private RedisServer _redis = null!;
    private WebApplication _app = null!;
    private GrpcChannel _channel = null!;

    public async Task InitializeAsync()
    {
        if (RedisServer.Missing is not null) return;
        _redis = await RedisServer.StartAsync("--appendonly", "yes", "--appendfsync", "everysec");
        var url = $"http://127.0.0.1:{Ports.Take()}";
        // No fold within the test: only the log is rolled back.
        _app = ServerApp.Build(
            [$"--Listen={url}", $"--Redis={_redis.Address}?timeout=20000",
                "--Engine:FoldInterval=01:00:00", "--Logging:LogLevel:Default=Error"]);
        await _app.StartAsync().InTime();
        _channel = CallCenterChannel.Open(url);
    }

    public async Task DisposeAsync()
    {
        if (RedisServer.Missing is not null) return;
        _channel.Dispose();
        await _app.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [RedisFact]
    public async Task Acked_events_that_Redis_lost_are_sent_again_although_the_source_is_quiet()
    {
        var wentBack = new TaskCompletionSource<long>();
        await using var sender = EventSender.Connect(_channel, Options() with
        {
            OnConnected = (welcome, _) =>
            {
                if (welcome.CommittedSequence > 0) wentBack.TrySetResult(welcome.CommittedSequence);
                return ValueTask.FromResult<Event?>(null);
            },
        });
        await SendAsync(sender, 1, 5);
        var size = LastFile().Length;
        await SendAsync(sender, 6, 10);

        await RollBackAsync(size);

        // No further event is sent, so the node itself must notice.
        Assert.Equal(5, await wentBack.Task.InTime());
        await sender.FlushAsync().InTime();
        await UntilOfferedAsync(10);
    }

    [RedisFact]
    public async Task A_source_whose_claim_was_lost_continues_and_is_not_reported_as_superseded()
    {
        await using (var before = EventSender.Connect(_channel, Options())) await SendAsync(before, 1, 5);
        var size = LastFile().Length;
        await using var sender = EventSender.Connect(_channel, Options());
        await SendAsync(sender, 6, 10);

        await RollBackAsync(size);

        await SendAsync(sender, 11, 12);
        await UntilOfferedAsync(12);
    }

    private static EventSenderOptions Options() => new()
    {
        Source = Source,
        RetainedEventCount = 1000,
        BackOffMin = TimeSpan.FromMilliseconds(10),
        BackOffMax = TimeSpan.FromMilliseconds(100),
    };

    private static async Task SendAsync(EventSender sender, int from, int to)
    {
        for (var i = from; i <= to; i++)
        {
            var queued = new VisitQueued { VisitId = $"v{i}", Queue = "sales" };
            var item = new Event { OccurredTime = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow), VisitQueued = queued };
            await sender.SendAsync(item).AsTask().InTime();
        }
        await sender.FlushAsync().InTime();
    }

    private async Task RollBackAsync(long size)
    {
        await _redis.KillAsync();
        await using (var file = LastFile().Open(FileMode.Open)) file.SetLength(size);
        await _redis.StartAsync();
    }

    private FileInfo LastFile()
        => new DirectoryInfo(Path.Combine(_redis.Directory, "appendonlydir")).GetFiles("*.incr.aof")
            .MaxBy(f => f.Name, StringComparer.Ordinal)!;

    private Task UntilOfferedAsync(long count)
    {
        var client = new KpiService.KpiServiceClient(_channel);
        var selector = Boards.Select([new KpiRef { Id = "contacts_offered" }]);
        return Waits.UntilAsync(async () => (await Boards.ReadAsync(client, selector)).Values.Single().Count == count, $"{count} offered");
    }
}
