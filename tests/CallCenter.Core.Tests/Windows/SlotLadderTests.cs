using CallCenter.Core.Storage;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Tests.Windows;

public sealed class SlotLadderTests
{
    [Theory]
    [InlineData("00:00:10", 1)]
    [InlineData("00:10:00", 1)]
    [InlineData("00:10:00.001", 10)]
    [InlineData("02:00:00", 10)]
    [InlineData("02:00:01", 60)]
    [InlineData("2.02:00:00", 60)]
    [InlineData("2.02:00:01", 900)]
    [InlineData("8.00:00:00", 900)]
    public void Length_of_a_window_decides_on_which_slots_it_starts(string length, uint width)
        => Assert.Equal(width, SlotLadder.LevelOf(TimeSpan.Parse(length, System.Globalization.CultureInfo.InvariantCulture)).Width);

    [Fact]
    public void Each_width_is_a_multiple_of_the_one_before()
        => Assert.All(SlotLadder.Levels.Zip(SlotLadder.Levels.Skip(1)), pair => Assert.Equal(0u, pair.Second.Width % pair.First.Width));

    [Fact]
    public void Slots_are_kept_longer_than_the_windows_that_start_on_them()
        => Assert.All(SlotLadder.Levels, level => Assert.True(level.Kept > level.WindowMax));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(720, 1)]
    [InlineData(721, 10)]
    [InlineData(9_001, 60)]
    [InlineData(187_201, 900)]
    [InlineData(1_036_800, 900)]
    [InlineData(1_036_801, uint.MaxValue)]
    public void Age_decides_the_slot_width(uint age, uint width) => Assert.Equal(width, SlotLadder.WidthAt(age));

    [Fact]
    public void Every_slot_is_in_the_block_that_spans_it()
    {
        const uint now = 1_780_000_123;
        var cuts = new BlockCuts(now);
        Assert.All(Enumerable.Range(0, 5_000).Select(i => now - (uint)(i * 251)), slot =>
        {
            var key = cuts.BlockOf(slot);
            var (length, width) = cuts.ShapeOf(key);
            Assert.InRange(slot, key.Start, key.Start + length - 1);
            Assert.Equal(0u, key.Start % Math.Max(1, width % length));
        });
    }
}
