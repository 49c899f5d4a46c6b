using CallCenter.Core.Identity;
using CallCenter.Core.Measures;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Tests.Measures;

public sealed class GaugeTests
{
    private static readonly WindowEdges Window = new(100, uint.MaxValue, new Instant(200_000));

    [Fact]
    public void Time_still_going_on_is_counted_up_to_now() => Assert.Equal(50_000, Row((150_000, 1)).TimeBetween(Gauge.Talking, Window));

    [Fact]
    public void Time_before_the_window_is_not_counted()
        => Assert.Equal(20_000, Row((50_000, 1), (120_000, -1)).TimeBetween(Gauge.Talking, Window));

    [Fact]
    public void Time_that_spans_the_window_is_all_of_it() => Assert.Equal(100_000, Row((50_000, 1)).TimeBetween(Gauge.Talking, Window));

    [Fact]
    public void Two_at_once_count_twice() => Assert.Equal(60_000, Row((150_000, 2), (180_000, -2)).TimeBetween(Gauge.Talking, Window));

    [Fact]
    public void Stay_shorter_than_a_slot_counts_its_milliseconds()
        => Assert.Equal(250, Row((150_500, 1), (150_750, -1)).TimeBetween(Gauge.Talking, Window));

    [Fact]
    public void State_that_begins_in_the_future_has_taken_no_time()
    {
        var row = Row((150_000, 1), (203_000, -1), (204_000, 1));
        Assert.Equal(50_000, row.TimeBetween(Gauge.Talking, Window));
        Assert.Equal(1, row.NumberAt(Gauge.Talking, uint.MaxValue));
    }

    [Fact]
    public void Number_is_the_one_before_the_requested_moment()
    {
        var row = Row((150_000, 1), (160_000, 1));
        Assert.Equal((0, 1, 2), (row.NumberAt(Gauge.Talking, 150), row.NumberAt(Gauge.Talking, 160), row.NumberAt(Gauge.Talking, 161)));
    }

    private static RowHistory Row(params (long AtMs, long Step)[] steps)
    {
        var deltas = new DeltaSet();
        foreach (var (atMs, step) in steps) deltas.Step(0, Gauge.Talking, new Instant(atMs), step);
        var row = new RowHistory(new SourceId(TenantId.Default, "pbx"), new RowKey(RowKind.Contact), new SeriesArena());
        foreach (var delta in deltas.Drain()) row.Add(delta.Slot, delta.Measure, delta.Value);
        return row;
    }
}
