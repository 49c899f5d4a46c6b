using CallCenter.Client;
using CallCenter.V1;
using Grpc.Core;
using Grpc.Health.V1;

namespace CallCenter.Server.Tests;

/// <summary>Shutdown with open streams, as under a supervisor.</summary>
public sealed class StopTests
{
    // The promise of the project, not a guess at the speed of this machine.
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_terminated_process_ends_all_streams_in_time_and_its_clients_go_on_with_the_next_one()
    {
        using var folder = new DataFolder();
        using var first = await ServeProcess.StartAsync(["--data", folder.Path]);
        using var channel = CallCenterChannel.Open(first.Address);
        await using var adapter = await Adapter.HelloAsync(new IngestService.IngestServiceClient(channel), "raw");
        await adapter.SendAndAckAsync(1, Given.Many(10));
        using var subscriber = new Subscriber(new KpiService.KpiServiceClient(channel), Given.Select("contacts_offered"),
            TimeSpan.FromSeconds(0.1), null);
        await subscriber.ReadAsync();
        using var health = new Health.HealthClient(channel).Watch(new HealthCheckRequest());
        Assert.True(await health.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Waits.Limit));
        var options = new EventSenderOptions { Source = "sender", BackOffMax = TimeSpan.FromSeconds(0.2) };
        await using var sender = EventSender.Connect(first.Address, options);
        var sending = SendAsync(sender, 5_000);

        var (ingesting, subscribing) = (adapter.FailureAsync(), subscriber.FailureAsync());

        await first.TerminateAsync();
        var code = await first.ExitedAsync(Promised);
        var (committed, ingest) = await ingesting;
        var subscribed = await subscribing;
        using var second = await ServeProcess.StartAsync(["--data", folder.Path], first.Address);
        await sending;
        await sender.FlushAsync().WaitAsync(Waits.Limit);

        Assert.Equal((0, 10), (code, committed));
        Assert.Contains("ServerStopped", await first.OutputAsync());
        foreach (var failure in new[] { ingest, subscribed })
        {
            Failures.AssertIs(failure, StatusCode.Unavailable, "SERVER_STOPPING");
            Assert.NotNull(failure.RetryDelay);
        }
        using var watcher = new KpiWatcher(second.Address);
        var board = await watcher.GetSnapshotAsync(Given.SelectBy(["source"], ["events_counted"])).WaitAsync(Waits.Limit);
        Assert.Equal(["raw 10", "sender 5000"], board.Rows.Select(r => $"{r.Labels[0]} {r.Values[0].Count}"));
        Assert.Equal((5_000, 0), (sender.AckedCount, sender.RejectedCount));
    }

    [Fact]
    public async Task A_subscriber_that_does_not_read_does_not_hold_up_the_stop()
    {
        using var folder = new DataFolder();
        using var process = await ServeProcess.StartAsync(["--data", folder.Path]);
        using var channel = CallCenterChannel.Open(process.Address);
        var ingest = new IngestService.IngestServiceClient(channel);
        for (var i = 0; i < 5; i++)
        {
            var events = Enumerable.Range(0, 1000).Select(n => Given.Queued($"v{i}-{n}", $"queue {i}-{n} {new string('q', 100)}"));
            await ingest.PublishAsync(new PublishRequest { Source = "web", Events = { events } }).ResponseAsync.WaitAsync(Waits.Limit);
        }

        // More than a connection buffers: the server is blocked in the middle of a message.
        var selector = Given.SelectBy(["queue"], ["contacts_offered"]);
        using var silent = new Subscriber(new KpiService.KpiServiceClient(channel), selector, TimeSpan.FromSeconds(0.1), null);
        await silent.ReadAsync();
        using var stuck = new Subscriber(new KpiService.KpiServiceClient(channel), selector, TimeSpan.FromSeconds(0.1), null);

        await process.TerminateAsync();

        Assert.Equal(0, await process.ExitedAsync(Promised));
        Assert.Contains("ServerStopped", await process.OutputAsync());
    }

    private static async Task SendAsync(EventSender sender, int count)
    {
        for (var i = 0; i < count; i++) await sender.SendAsync(Given.Queued(i)).AsTask().WaitAsync(Waits.Limit);
    }
}
