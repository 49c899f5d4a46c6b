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
        Assert.Equal([Sales], rows.TakeNew());
        rows.NumberOf(Sales);
        rows.NumberOf(Support);
        Assert.Equal(1, rows.FirstNew);
        Assert.Equal([Support], rows.TakeNew());
    }

    [Fact]
    public void Restored_rows_keep_their_numbers_and_are_not_new()
    {
        var rows = new RowRegistry();
        rows.Restore([Support, Sales]);
        Assert.Equal(1, rows.NumberOf(Sales));
        Assert.Equal([], rows.TakeNew());
    }

    [Fact]
    public void Same_values_in_other_dimensions_are_other_rows()
        => Assert.NotEqual(new RowKey(RowKind.Contact) { Queue = "a" }, new RowKey(RowKind.Contact) { Agent = "a" });
}
