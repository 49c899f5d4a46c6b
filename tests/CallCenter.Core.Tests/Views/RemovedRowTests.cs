using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Measures;
using CallCenter.Core.Views;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Tests.Views;

/// <summary>Rows that are gone take their groups along, and their memory.</summary>
public sealed class RemovedRowTests
{
    private readonly SeriesArena _arena = new();
    private readonly WatchedRows _rows = new();

    [Fact]
    public void Group_is_removed_with_its_last_row()
    {
        var groups = GroupsBy("queue");
        var (first, second, other) = (RowOf("sales", "ann"), RowOf("sales", "bob"), RowOf("support", "ann"));
        foreach (var row in new[] { first, second, other }) groups.Add(row);
        groups.Remove(new HashSet<RowHistory> { first });
        Assert.Equal(2, groups.GroupCount);
        groups.Remove(new HashSet<RowHistory> { second });
        Assert.Equal(1, groups.GroupCount);
    }

    [Fact]
    public void Total_remains_without_any_row()
    {
        var groups = GroupsBy();
        var row = RowOf("sales", "ann");
        groups.Add(row);
        groups.Remove(new HashSet<RowHistory> { row });
        Assert.Equal(1, groups.GroupCount);
    }

    [Fact]
    public void Memory_of_rows_that_come_and_go_is_reused()
    {
        for (var round = 0; round < 50; round++)
        {
            var rows = Enumerable.Range(0, 1_000).Select(i => RowOf($"q{i}", "")).ToList();
            foreach (var row in rows)
            {
                for (uint slot = 1; slot <= 20; slot++) row.Add(slot, Measure.Offered, 1);
            }
            foreach (var row in rows) row.Free();
            Assert.Equal(0, _arena.UsedLength);
        }
        Assert.InRange(_arena.Length, 1, 10 * 131_072);
    }

    [Fact]
    public void Row_knows_its_newest_slot()
    {
        var row = RowOf("sales", "ann");
        Assert.Equal(0u, row.NewestSlot);
        row.Add(10, Gauge.Waiting.Number(), 1);
        Assert.Equal(10u, row.NewestSlot);
        row.Add(20, Gauge.Waiting.Number(), -1);
        Assert.Equal(20u, row.NewestSlot);
    }

    private RowHistory RowOf(string queue, string agent)
    {
        var key = new RowKey(RowKind.Contact) { Queue = queue, Agent = agent };
        var row = new RowHistory(new SourceId(TenantId.Default, "pbx"), key, _arena);
        _rows.Add(row);
        return row;
    }

    private Grouping GroupsBy(params string[] dimensions)
    {
        var definition = KpiCatalog.Find("contacts_offered")!;
        var selector = new Selector(
            TenantId.Default, "removed", [new Column(definition, definition.Variants[0], default)],
            [.. dimensions.Select(d => Dimension.Parse(d)!)], [],
            new SlidingWindow(TimeSpan.FromMinutes(1))).Complete();
        return new Grouping(selector, _rows);
    }
}
