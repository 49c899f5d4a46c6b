namespace CallCenter.Campaign.Tests;

/// <summary>The campaign's short form on one Redis; its long form is a command: see results/ beside the campaign.</summary>
public sealed class ShortCampaignTests
{
    [RedisFact]
    public Task On_a_standalone_Redis_nothing_is_lost_or_doubled_whatever_breaks() => ShortCampaign.RunAsync(StoreKind.Standalone);
}
