namespace CallCenter.Campaign.Tests;

/// <summary>One cycle of a campaign, with all its evidence when it fails.</summary>
internal static class ShortCampaign
{
    public static async Task RunAsync(StoreKind store)
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
