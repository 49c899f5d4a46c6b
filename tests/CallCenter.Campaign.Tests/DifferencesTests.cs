namespace CallCenter.Campaign.Tests;

/// <summary>The checkers detect the faults that they exist for.</summary>
public sealed class DifferencesTests
{
    [Fact]
    public void A_missing_count_is_lost_and_an_extra_one_is_doubled()
    {
        var expected = Values(("a offered", 10), ("b offered", 10), ("c offered", 10));
        var actual = Values(("a offered", 7), ("b offered", 14), ("c offered", 10));

        var differences = Differences.Between("node1", expected, actual);

        Assert.Equal((3, 4), (differences.Lost, differences.Doubled));
        Assert.Equal(["node1: a offered is 7, must be 10", "node1: b offered is 14, must be 10"], differences.Lines);
    }

    [Fact]
    public void A_group_on_one_side_only_is_a_difference_unless_it_is_empty()
    {
        var differences = Differences.Between("node1", Values(("a offered", 2), ("b offered", 0)), Values(("c offered", 3)));

        Assert.Equal((2, 3), (differences.Lost, differences.Doubled));
    }

    private static Dictionary<string, V1.KpiValue> Values(params (string Name, long Count)[] values)
        => values.ToDictionary(v => v.Name, v => new V1.KpiValue { Count = v.Count });
}
