using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Measures;
using CallCenter.Core.Storage;
using CallCenter.Core.Views;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Tests.Identity;

public sealed class TenantTests
{
    private static readonly TenantId Acme = new("acme");

    [Fact]
    public void A_source_of_the_default_tenant_is_stored_by_its_plain_name()
        => Assert.Equal("pbx", new SourceId(TenantId.Default, "pbx").StoredKey);

    [Fact]
    public void Sources_of_one_name_and_two_tenants_are_stored_apart()
    {
        var theirs = new SourceId(Acme, "pbx");

        Assert.NotEqual(new SourceId(TenantId.Default, "pbx").StoredKey, theirs.StoredKey);
        Assert.Equal(theirs, SourceId.FromStoredKey(theirs.StoredKey));
        Assert.Equal(new SourceId(TenantId.Default, "acme pbx"), SourceId.FromStoredKey("acme pbx"));
    }

    // The shard of each name as format 1 had it: stored data lies there.
    [Theory]
    [InlineData("pbx", 13)]
    [InlineData("pbx-east", 13)]
    [InlineData("web", 1)]
    public void A_source_of_the_default_tenant_keeps_its_shard(string name, int shard)
        => Assert.Equal(shard, Sharding.ShardOf(new SourceId(TenantId.Default, name), 16));

    [Theory]
    [InlineData("a", true)]
    [InlineData("acme-2", true)]
    [InlineData("", false)]
    [InlineData("Acme", false)]
    [InlineData("a\u001fb", false)]
    public void A_tenant_is_lower_case_letters_digits_and_hyphens(string value, bool isValid)
        => Assert.Equal(isValid, TenantId.IsValid(value));

    [Fact]
    public void A_tenant_has_at_most_63_characters() => Assert.False(TenantId.IsValid(new string('a', 64)));

    [Fact]
    public void A_view_sees_only_rows_of_its_tenant()
    {
        var kpi = KpiCatalog.Find("contacts_offered")!;
        var ours = new Selector(TenantId.Default, "", [new Column(kpi, kpi.Variants[0], default)], [], [],
            new SlidingWindow(TimeSpan.FromHours(1))).Complete();
        var theirs = (ours with { Tenant = Acme }).Complete();
        var row = new RowHistory(new SourceId(Acme, "pbx"), new RowKey(RowKind.Contact), new SeriesArena());

        Assert.False(ours.Selects(row));
        Assert.True(theirs.Selects(row));
        Assert.NotEqual(ours.Key, theirs.Key);
    }
}
