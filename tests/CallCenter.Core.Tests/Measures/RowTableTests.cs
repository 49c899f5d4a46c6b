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
}
