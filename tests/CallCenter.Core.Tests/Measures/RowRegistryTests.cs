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
        rows.Restore(new KnownRow(0, Support, 0));
        rows.Restore(new KnownRow(1, Sales, 0));
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
        Assert.Equal([new KnownRow(0, Sales, 100)], rows.Retire(before: 150));
        Assert.Equal((2, 1), (rows.NumberOf(Sales), rows.NumberOf(Support)));
        Assert.Equal((2, 2), (rows.Count, rows.FirstNew));
    }

    [Fact]
    public void Row_that_was_never_used_retires_with_the_next_look()
        => Assert.Equal([0], Committed(Sales, Support).Retire(before: 150).Select(r => r.Number));

    [Fact]
    public void Older_use_than_the_newest_one_does_not_count()
    {
        var rows = Committed(Sales, Support);
        rows.NoteUse(0, 200);
        rows.NoteUse(0, 100);
        Assert.Equal([], rows.Retire(before: 150));
    }

    [Fact]
    public void Uncommitted_row_does_not_retire()
    {
        var rows = Committed(Sales);
        rows.NoteUse(0, 500);
        rows.NumberOf(Support);
        rows.NumberOf(new RowKey(RowKind.Source));
        Assert.Equal([], rows.Retire(before: 300));
    }

    // Whoever restores the rows goes on after the highest number.
    [Fact]
    public void Newest_row_stays_so_that_its_number_is_not_given_again()
    {
        var rows = Committed(Sales, Support);
        Assert.Equal([0], rows.Retire(before: 150).Select(r => r.Number));
        rows.NumberOf(Sales);
        rows.DrainNew();
        Assert.Equal([1], rows.Retire(before: 150).Select(r => r.Number));
    }

    [Fact]
    public void Retired_rows_make_room_for_others()
    {
        var rows = new RowRegistry(rowsMax: 2);
        rows.NumberOf(Sales);
        rows.NumberOf(Support);
        rows.DrainNew();
        rows.NoteUse(1, 200);
        rows.Retire(before: 150);
        rows.NumberOf(Sales);
        Assert.Equal(0, rows.DrainLimitedCount());
        Assert.Equal([Sales], rows.DrainNew());
    }

    [Fact]
    public void Restored_rows_leave_the_gaps_of_retired_ones()
    {
        var rows = new RowRegistry();
        rows.Restore(new KnownRow(1, Support, 100));
        rows.Restore(new KnownRow(4, Sales, 200));
        Assert.Equal((1, 4, 5), (rows.NumberOf(Support), rows.NumberOf(Sales), rows.NumberOf(new RowKey(RowKind.Source))));
        Assert.Equal([1], rows.Retire(before: 150).Select(r => r.Number));
    }

    // Its retirement was not committed before the source's owner changed.
    [Fact]
    public void Key_restored_with_two_numbers_goes_on_under_the_newer_one()
    {
        var rows = new RowRegistry();
        foreach (var row in new[] { new KnownRow(1, Sales, 100), new(7, Sales, 200), new(8, Support, 200) }) rows.Restore(row);
        Assert.Equal([1], rows.Retire(before: 150).Select(r => r.Number));
        Assert.Equal(7, rows.NumberOf(Sales));
    }

    [Fact]
    public void Counted_row_of_a_key_is_its_own_or_the_one_without_dimensions()
    {
        var rows = Committed(Sales);
        Assert.Equal((0, 1), (rows.CountedNumberOf(Sales), rows.CountedNumberOf(Support)));
        Assert.Equal([new RowKey(RowKind.Contact)], rows.DrainNew());
    }

    [Fact]
    public void Beyond_the_last_number_facts_lose_their_dimensions()
    {
        var rows = new RowRegistry();
        rows.Restore(new KnownRow(DeltaSet.RowMax - 17, Sales, 0));
        Assert.Equal(DeltaSet.RowMax - 16, rows.NumberOf(Support));
        Assert.Equal((DeltaSet.RowMax - 16, 1), (rows.CountedNumberOf(new RowKey(RowKind.Contact)), rows.DrainLimitedCount()));
    }

    private static RowRegistry Committed(params RowKey[] keys)
    {
        var rows = new RowRegistry();
        foreach (var key in keys) rows.NumberOf(key);
        rows.DrainNew();
        return rows;
    }
}
