using CallCenter.Core.Measures;

namespace CallCenter.Core.Tests.Measures;

public sealed class RowTableTests
{
    [Fact]
    public void Items_are_found_by_number_until_their_removal()
    {
        var table = new RowTable<string>();
        foreach (var number in new[] { 0, 255, 256, 100_000 }) table.Add(number, $"{number}");
        Assert.Equal("255", table.Remove(255));
        Assert.Equal(["0", "256", "100000"], table.All().Select(t => t.Thing));
        Assert.Equal((3, 100_001), (table.Count, table.End));
        Assert.All(new[] { -1, 1, 255, 99_999, 100_001, int.MaxValue }, number => Assert.Null(table.Find(number)));
    }

    [Fact]
    public void Numbers_that_come_and_go_cost_no_memory()
    {
        var table = new RowTable<string>();
        var before = GC.GetAllocatedBytesForCurrentThread();
        const int Last = 2_000_000_000;
        for (var number = 0; number <= Last; number += 10_000_000)
        {
            table.Add(number, "row");
            table.Remove(number);
        }
        Assert.Equal((0, Last + 1), (table.Count, table.End));
        Assert.Equal([], table.All());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
    }
}
