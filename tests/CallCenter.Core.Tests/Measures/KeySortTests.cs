using CallCenter.Core.Measures;

namespace CallCenter.Core.Tests.Measures;

public sealed class KeySortTests
{
    [Theory]
    [InlineData(1, 1, 64)]
    [InlineData(2, 40, 3)]
    [InlineData(3, 47, 64)]
    [InlineData(4, 48, 64)]
    [InlineData(5, 300, 3)]
    [InlineData(6, 5_000, 64)]
    [InlineData(7, 5_000, 20)]
    public void Numbers_come_by_key_and_those_of_one_key_in_their_order(int seed, int count, int bits)
    {
        var random = new Random(seed);
        var sort = new KeySort();
        for (var round = 0; round < 3; round++)
        {
            var numbers = Enumerable.Range(0, count)
                .Select(i => new KeyedNumber((ulong)random.NextInt64() >> (64 - bits) << random.Next(2) * (64 - bits), i)).ToArray();
            var expected = numbers.OrderBy(n => n.Key).ToList(); // Stable.
            sort.Sort(ref numbers, count);
            Assert.Equal(expected, numbers.Take(count));
        }
    }
}
