using CallCenter.Core.Windows;

namespace CallCenter.Core.Tests.Windows;

public sealed class SeriesArenaTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 7)]
    [InlineData(9, 10)]
    [InlineData(17, 20)]
    [InlineData(1_000, 1_024)]
    [InlineData(1_025, 1_280)]
    public void Capacities_come_in_four_sizes_to_each_power_of_two(int count, int capacity)
        => Assert.Equal((capacity, capacity), (SeriesArena.CapacityFor(count), SeriesArena.CapacityFor(capacity)));

    [Fact]
    public void Blocks_never_overlap_whatever_their_sizes_and_order_of_release()
    {
        var (arena, random) = (new SeriesArena(), new Random(7));
        var held = new List<(int At, int Capacity, bool IsGauge, long Mark)>();
        for (var mark = 1L; mark <= 20_000; mark++)
        {
            if (held.Count > 0 && random.Next(3) == 0)
            {
                var given = random.Next(held.Count);
                AssertFilled(arena, held[given]);
                arena.Free(held[given].At, held[given].Capacity, held[given].IsGauge);
                held.RemoveAt(given);
                continue;
            }
            // Some as long as a chunk and longer.
            var size = random.Next(500) == 0 ? random.Next(200_000) : random.Next(40);
            var (capacity, isGauge) = (SeriesArena.CapacityFor(1 + size), random.Next(2) == 0);
            var block = (At: arena.Allocate(capacity, isGauge), capacity, isGauge, mark);
            arena.At(block.At, SeriesArena.LengthOf(capacity, isGauge)).Fill(mark);
            held.Add(block);
        }
        foreach (var block in held) AssertFilled(arena, block);
    }

    [Fact]
    public void Released_space_is_used_again()
    {
        var arena = new SeriesArena();
        var first = arena.Allocate(8, isGauge: true);
        arena.Free(first, 8, isGauge: true);
        Assert.NotEqual(first, arena.Allocate(8, isGauge: false));
        Assert.Equal(first, arena.Allocate(8, isGauge: true));
    }

    private static void AssertFilled(SeriesArena arena, (int At, int Capacity, bool IsGauge, long Mark) block)
        => Assert.Equal(-1, arena.At(block.At, SeriesArena.LengthOf(block.Capacity, block.IsGauge)).IndexOfAnyExcept(block.Mark));
}
