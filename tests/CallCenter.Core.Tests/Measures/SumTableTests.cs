using CallCenter.Core.Measures;

namespace CallCenter.Core.Tests.Measures;

public sealed class SumTableTests
{
    [Theory]
    [InlineData(1, 10, 40)]
    [InlineData(2, 300, 3)]
    [InlineData(3, 5_000, 64)]
    [InlineData(4, 5_000, 20)]
    public void Sums_are_those_of_a_dictionary_in_the_order_of_keys(int seed, int count, int bits)
    {
        var random = new Random(seed);
        var table = new SumTable();
        for (var round = 0; round < 3; round++)
        {
            var expected = new SortedDictionary<ulong, long>();
            for (var i = 0; i < count; i++)
            {
                var key = (ulong)random.NextInt64() >> (64 - bits) << random.Next(2) * (64 - bits);
                expected[key] = expected.GetValueOrDefault(key) + i;
                table[table.NumberOf(key)] += i;
            }
            var (keys, sums) = table.Sort();
            Assert.Equal(expected, keys.ToArray().Zip(sums.ToArray(), KeyValuePair.Create));
            table.Clear();
        }
    }

    [Fact]
    public void Newest_keys_are_removed_and_the_others_found()
    {
        var random = new Random(5);
        var table = new SumTable();
        var kept = new List<ulong>();
        for (var round = 0; round < 200; round++)
        {
            for (var i = 0; i < 20; i++)
            {
                var key = (ulong)random.NextInt64(2_000);
                if (table.NumberOf(key) == kept.Count) kept.Add(key);
            }
            var count = Math.Max(0, kept.Count - random.Next(20));
            table.Truncate(count);
            kept.RemoveRange(count, kept.Count - count);
            for (var i = 0; i < count; i++) Assert.Equal(i, table.NumberOf(kept[i]));
            Assert.Equal(count, table.Count);
        }
    }
}
