using CallCenter.Core.Measures;
using CallCenter.Core.Replicas;

namespace CallCenter.Core.Tests.Stored;

public sealed class RowOrderTests
{
    [Theory]
    [InlineData(1, 1, 3)]
    [InlineData(2, 3, 4)]
    [InlineData(3, 20, 300)]
    public void Deltas_come_by_row_and_within_a_row_by_slot(int seed, int slots, int rows)
    {
        var random = new Random(seed);
        var order = new RowOrder();
        for (var round = 0; round < 3; round++)
        {
            var deltas = Enumerable.Range(0, slots * rows * 2)
                .Select(_ => new Delta(random.Next(rows), (uint)random.Next(slots), (Measure)random.Next(5), 1))
                .Distinct().OrderBy(d => d.Slot).ThenBy(d => d.Row).ThenBy(d => d.Measure).ToList();
            var expected = deltas.OrderBy(d => d.Row).ThenBy(d => d.Slot).ThenBy(d => d.Measure);
            Assert.Equal(expected, order.Of(deltas).ToArray().Select(n => deltas[(int)n.Value]));
        }
    }

    [Fact]
    public void No_deltas_have_no_order() => Assert.Equal(0, new RowOrder().Of([]).Length);
}
