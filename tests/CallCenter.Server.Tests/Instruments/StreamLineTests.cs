using CallCenter.Client;
using CallCenter.V1;

namespace CallCenter.Server.Tests;

/// <summary>The log lines of streams: who opened one, why it ended and what went over it.</summary>
public sealed class StreamLineTests
{
    [Fact]
    public async Task Opened_and_closed_streams_are_logged_with_peer_source_reason_and_counts()
    {
        using var folder = new DataFolder();
        using var process = await ServeProcess.StartAsync(["--data", folder.Path]);
        using var channel = CallCenterChannel.Open(process.Address);
        var (ingest, kpis) = (new IngestService.IngestServiceClient(channel), new KpiService.KpiServiceClient(channel));

        // The same event both times: a later one by a used number would be a fault of its own.
        var queued = Given.Queued(1);
        var first = await Adapter.HelloAsync(ingest, "pbx");
        await first.SendAndAckAsync(1, queued, Given.Answered("unknown", "ann"));
        var second = await Adapter.HelloAsync(ingest, "pbx");
        await first.FailureAsync();
        await second.SendAsync(1, queued);
        await second.CloseAsync();
        using var subscriber = new Subscriber(kpis, Given.SelectBy(["queue"], ["contacts_offered"]), TimeSpan.FromSeconds(1), null);
        await subscriber.ReadAsync();
        await process.TerminateAsync();
        await process.ExitedAsync(Waits.Limit);

        var log = await process.OutputAsync();
        Assert.Matches("StreamOpened: tenant default, source pbx, adapter test 1 at ipv4:127.0.0.1:[0-9]+", log);
        Assert.Matches("StreamClosed: tenant default, source pbx at ipv4:127.0.0.1:[0-9]+: SESSION_SUPERSEDED; 1 events counted, "
            + "0 duplicate, 1 rejected in ", log);
        Assert.Matches("StreamClosed: tenant default, source pbx at [^ ]+: OK; 0 events counted, 1 duplicate, 0 rejected in ", log);
        Assert.Matches("SubscriptionOpened: tenant default at ipv4:127.0.0.1:[0-9]+; 1 columns by queue", log);
        Assert.Matches("SubscriptionClosed: tenant default at ipv4:127.0.0.1:[0-9]+: SERVER_STOPPING; [0-9]+ messages in ", log);
    }
}
