using CallCenter.Core.Measures;

namespace CallCenter.Core.Tests.Measures;

public sealed class RowRegistryTests
{
    private static readonly RowKey Sales = new(RowKind.Contact) { Queue = "sales" };
    private static readonly RowKey Support = new(RowKind.Contact) { Queue = "support" };

    [Fact]
    public void Rows_are_numbered_in_order_of_first_use()
    {
        var rows = new RowRegistry();
        Assert.Equal((0, 1, 0), (rows.NumberOf(Sales), rows.NumberOf(Support), rows.NumberOf(Sales with { })));
    }

    [Fact]
    public void Each_new_row_is_handed_over_once()
    {
        var rows = new RowRegistry();
        rows.NumberOf(Sales);
        Assert.Equal([Sales], rows.DrainNew());
        rows.NumberOf(Sales);
        rows.NumberOf(Support);
        Assert.Equal(1, rows.FirstNew);
        Assert.Equal([Support], rows.DrainNew());
    }

    [Fact]
    public void Restored_rows_keep_their_numbers_and_are_not_new()
    {
        var rows = new RowRegistry();
        rows.Restore([Support, Sales]);
        Assert.Equal(1, rows.NumberOf(Sales));
        Assert.Equal([], rows.DrainNew());
    }

    [Fact]
    public void Same_values_in_other_dimensions_are_other_rows()
        => Assert.NotEqual(new RowKey(RowKind.Contact) { Queue = "a" }, new RowKey(RowKind.Contact) { Agent = "a" });

    [Fact]
    public void Rows_beyond_the_limit_are_counted_without_dimensions_and_reported()
    {
        var rows = new RowRegistry(rowsMax: 1);
        Assert.Equal((0, 1, 1), (rows.NumberOf(Sales), rows.NumberOf(Support), rows.NumberOf(new RowKey(RowKind.Contact))));
        Assert.Equal((1, 0), (rows.DrainLimitedCount(), rows.DrainLimitedCount()));
    }

    [Fact]
    public void Unused_row_retires_and_its_key_gets_a_new_number()
    {
        var rows = Committed(Sales, Support);
        rows.NoteUse([new Delta(0, 100, Measure.Offered, 1), new Delta(1, 200, Measure.Offered, 1)]);
        Assert.Equal([0], rows.Retire(before: 150, _ => false));
        Assert.Equal((2, 1), (rows.NumberOf(Sales), rows.NumberOf(Support)));
        Assert.Equal((2, 2), (rows.Count, rows.FirstNew));
    }

    [Fact]
    public void Row_in_use_by_something_live_or_without_any_use_yet_does_not_retire()
    {
        var rows = Committed(Sales, Support);
        rows.NoteUse([new Delta(0, 100, Measure.Offered, 1)]);
        Assert.Equal([], rows.Retire(before: 150, number => number == 0));
        Assert.Equal([0, 1], rows.Retire(before: 151, _ => false));
    }

    [Fact]
    public void Uncommitted_row_does_not_retire()
    {
        var rows = new RowRegistry();
        rows.NumberOf(Sales);
        rows.Retire(before: 150, _ => false);
        Assert.Equal([], rows.Retire(before: 300, _ => false));
    }

    [Fact]
    public void Retired_rows_make_room_for_others()
    {
        var rows = new RowRegistry(rowsMax: 1);
        rows.NumberOf(Sales);
        rows.DrainNew();
        rows.NoteUse([new Delta(0, 100, Measure.Offered, 1)]);
        rows.Retire(before: 150, _ => false);
        rows.NumberOf(Support);
        Assert.Equal(0, rows.DrainLimitedCount());
        Assert.Equal([Support], rows.DrainNew());
    }

    [Fact]
    public void Restored_rows_leave_the_gaps_of_retired_ones()
    {
        var rows = new RowRegistry();
        rows.Restore(1, Support, 100);
        rows.Restore(4, Sales, 200);
        Assert.Equal((1, 4, 5), (rows.NumberOf(Support), rows.NumberOf(Sales), rows.NumberOf(new RowKey(RowKind.Source))));
        Assert.Equal([1], rows.Retire(before: 150, _ => false));
    }

    private static RowRegistry Committed(params RowKey[] keys)
    {
        var rows = new RowRegistry();
        foreach (var key in keys) rows.NumberOf(key);
        rows.DrainNew();
        return rows;
    }
}
