namespace CallCenter.Campaign.Tests;

/// <summary>The campaign's short form on the embedded store. In a class of its own, so that the two run side by side: most of their time
/// is waiting.</summary>
public sealed class ShortEmbeddedCampaignTests
{
    [Fact]
    public Task On_the_embedded_store_nothing_is_lost_or_doubled_whatever_breaks() => ShortCampaign.RunAsync(StoreKind.Embedded);
}
