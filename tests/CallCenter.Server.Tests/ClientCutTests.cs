using CallCenter.Client;
using CallCenter.V1;

namespace CallCenter.Server.Tests;

/// <summary>Clients that are gone in mid-stream: every day's business, so nothing that an operator should be woken for.</summary>
public sealed class ClientCutTests
{
    [Fact]
    public async Task Clients_that_are_cut_off_leave_no_error_in_the_log()
    {
        using var folder = new DataFolder();
        using var server = await ServeProcess.StartAsync(["--data", folder.Path]);
        for (var i = 0; i < 20; i++)
        {
            // Gone while acks and updates are under way.
            using var channel = CallCenterChannel.Open(server.Address);
            using var subscriber = new Subscriber(
                new KpiService.KpiServiceClient(channel), Given.Select("contacts_offered"), TimeSpan.FromSeconds(0.1), null);
            await subscriber.ReadAsync();
            await using var adapter = await Adapter.HelloAsync(new IngestService.IngestServiceClient(channel), $"pbx-{i}");
            for (var batch = 0; batch < 10; batch++) await adapter.SendAsync(1 + 20 * batch, Given.Many(20, 1 + 20 * batch));
        }

        await server.TerminateAsync();
        await server.ExitedAsync(Waits.Limit);

        var errors = (await server.OutputAsync()).Split('\n').Where(line => line.Contains("fail:") || line.Contains("crit:"));
        Assert.Empty(errors);
    }
}
