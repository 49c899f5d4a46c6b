using CallCenter.Core.Identity;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Tests.Measures;

public sealed class DeltaSetTests
{
    [Fact]
    public void Values_of_one_slot_row_and_measure_are_one_delta()
    {
        var set = new DeltaSet();
        set.Count(0, Measure.Offered, new Instant(1_000), 1);
        set.Count(0, Measure.Offered, new Instant(1_999), 2);
        Assert.Equal([new Delta(0, 1, Measure.Offered, 3)], set.Drain());
    }

    [Fact]
    public void Deltas_come_by_slot_then_row_then_measure()
    {
        var set = new DeltaSet();
        set.Count(1, Measure.Offered, new Instant(2_000), 1);
        set.Count(0, Measure.Answered, new Instant(2_000), 1);
        set.Count(0, Measure.Offered, new Instant(2_000), 1);
        set.Count(5, Measure.Offered, new Instant(1_000), 1);
        Assert.Equal(
            [(1u, 5, Measure.Offered), (2u, 0, Measure.Offered), (2u, 0, Measure.Answered), (2u, 1, Measure.Offered)],
            set.Drain().Select(d => (d.Slot, d.Row, d.Measure)));
    }

    [Fact]
    public void Deltas_that_cancel_out_disappear()
    {
        var set = new DeltaSet();
        set.Count(0, Measure.Offered, new Instant(1_000), 1);
        set.Count(0, Measure.Offered, new Instant(1_000), -1);
        Assert.Equal([], set.Drain());
    }

    [Fact]
    public void Nothing_is_handed_over_twice()
    {
        var set = new DeltaSet();
        set.Count(0, Measure.Offered, new Instant(1_000), 1);
        set.Drain();
        Assert.True(set.IsEmpty);
        Assert.Equal([], set.Drain());
    }

    [Fact]
    public void Step_of_a_gauge_is_its_number_and_its_moment_within_the_slot()
    {
        var set = new DeltaSet();
        set.Step(0, Gauge.Talking, new Instant(7_250), -2);
        Assert.Equal([new Delta(0, 7, Gauge.Talking.Number(), -2), new Delta(0, 7, Gauge.Talking.Moment(), -500)], set.Drain());
    }

    [Theory]
    [InlineData(1, long.MaxValue)]
    [InlineData(-1, long.MinValue)]
    public void Sum_beyond_the_range_saturates(int sign, long end)
    {
        var set = new DeltaSet();
        for (var i = 0; i < 3; i++) set.Count(0, Measure.Talk, new Instant(0), sign * (long.MaxValue / 2 + 1));
        Assert.Equal([new Delta(0, 0, Measure.Talk, end)], set.Drain());
    }

    [Fact]
    public void Undone_counts_of_an_empty_set_leave_it_empty()
    {
        var set = new DeltaSet();
        set.Count(0, Measure.Offered, new Instant(0), 1);
        set.Count(0, Measure.Offered, new Instant(0), 1);
        set.RollBack();
        Assert.True(set.IsEmpty);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(-5)]
    public void Undone_counts_leave_the_sum_as_it_was(long value)
    {
        var set = new DeltaSet();
        set.Count(0, Measure.Talk, new Instant(0), value);
        set.Accept();
        for (var i = 0; i < 3; i++) set.Count(0, Measure.Talk, new Instant(0), long.MaxValue / 2);
        set.RollBack();
        Assert.Equal([new Delta(0, 0, Measure.Talk, value)], set.Drain());
    }

    [Fact]
    public void Counts_that_are_undone_leave_nothing()
    {
        var set = new DeltaSet();
        set.Count(0, Measure.Offered, new Instant(0), 1);
        set.Accept();
        set.Count(0, Measure.Offered, new Instant(0), 5);
        set.RollBack();
        Assert.Equal([new Delta(0, 0, Measure.Offered, 1)], set.Drain());
    }

    [Fact]
    public void Highest_row_and_measure_are_kept_apart_from_others()
    {
        var set = new DeltaSet();
        var last = (Measure)(MeasureTable.End - 1);
        set.Count(DeltaSet.RowMax, last, new Instant(uint.MaxValue * 1000L), 1);
        set.Count(1 << 22, Measure.Offered, new Instant(uint.MaxValue * 1000L), 2);
        Assert.Equal(
            [new Delta(1 << 22, uint.MaxValue, Measure.Offered, 2), new Delta(DeltaSet.RowMax, uint.MaxValue, last, 1)], set.Drain());
    }

    [Fact]
    public void Slots_any_time_apart_come_in_order()
    {
        var set = new DeltaSet();
        uint[] slots = [100_000_000, 0, uint.MaxValue, 99_999_999, 90_000_000, 110_000_000];
        foreach (var slot in slots.Concat(slots)) set.Count(7, Measure.Offered, new Instant(slot * 1000L), 1);
        Assert.False(set.IsEmpty);
        Assert.Equal(slots.Order().Select(slot => new Delta(7, slot, Measure.Offered, 2)), set.Drain());
        Assert.True(set.IsEmpty);
    }

    [Fact]
    public void Discarded_counts_of_slots_far_away_leave_nothing()
    {
        var set = new DeltaSet();
        set.Count(0, Measure.Offered, new Instant(0), 1);
        set.Count(0, Measure.Offered, new Instant(uint.MaxValue * 1000L), 1);
        set.RollBack();
        Assert.Equal([], set.Drain());
    }
}
