namespace CallCenter.Campaign.Tests;

/// <summary>The campaign's short form; its long form is a command: see results/ beside the campaign.</summary>
public sealed class ShortCampaignTests
{
    [RedisFact]
    public Task On_a_standalone_Redis_nothing_is_lost_or_doubled_whatever_breaks() => RunAsync(StoreKind.Standalone);

    [Fact]
    public Task On_the_embedded_store_nothing_is_lost_or_doubled_whatever_breaks() => RunAsync(StoreKind.Embedded);

    private static async Task RunAsync(StoreKind store)
    {
        var folder = Directory.CreateTempSubdirectory("ccg-campaign-");
        var options = new CampaignOptions { Seed = 7, Store = store, Folder = folder.FullName, EventsOfCycle = 4_000 };
        var log = new FaultLog();

        var campaign = Campaign.RunAsync(options, log);
        var error = await Record.ExceptionAsync(() => campaign.WaitAsync(TimeSpan.FromMinutes(10)));

        Assert.True(error is null, $"{error}\n{Runs.Evidence(options, log)}");
        var verdict = await campaign;
        Assert.True(verdict.IsGood, $"{verdict}\n{Runs.Evidence(options, log)}");
        Assert.True(log.Counts.Count >= 4, $"Too few kinds of faults: {string.Join(", ", log.Counts.Keys)}");
        folder.Delete(recursive: true);
    }
}
