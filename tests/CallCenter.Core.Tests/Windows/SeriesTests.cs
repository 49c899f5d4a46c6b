using CallCenter.Core.Measures;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Tests.Windows;

public sealed class SeriesTests
{
    // One for all, so that each test gets the room that others gave back.
    private static readonly SeriesArena Arena = new();

    private const uint Minute = 60, Hour = 3_600, Day = 86_400;

    [Fact]
    public void Empty_series_is_nothing_everywhere() => Assert.Equal((0, 0), (SeriesOf().Before(Arena, 0), TotalOf(SeriesOf())));

    [Fact]
    public void Slot_counts_only_in_later_sums()
    {
        var series = SeriesOf((100, 3));
        Assert.Equal((0, 0, 3), (series.Before(Arena, 99), series.Before(Arena, 100), series.Before(Arena, 101)));
    }

    [Fact]
    public void Late_value_repairs_every_sum_after_it()
    {
        var series = SeriesOf((10, 1), (20, 2), (30, 4), (15, 8));
        Assert.Equal((1, 9, 11, 15), (series.Before(Arena, 15), series.Before(Arena, 20), series.Before(Arena, 30), TotalOf(series)));
    }

    [Fact]
    public void Late_value_in_a_known_slot_is_added_to_it()
    {
        var series = SeriesOf((10, 1), (20, 2), (10, 4));
        Assert.Equal((2, 5, 7), (series.Count, series.Before(Arena, 11), TotalOf(series)));
    }

    [Fact]
    public void Late_value_before_everything_is_in_every_sum()
    {
        var series = SeriesOf((10, 1), (5, 2));
        Assert.Equal((0, 2, 3), (series.Before(Arena, 5), series.Before(Arena, 10), TotalOf(series)));
    }

    [Fact]
    public void Late_value_that_thins_the_series_is_counted_in_its_slot()
    {
        var series = SeriesOf([.. Enumerable.Range(0, 63).Select(i => ((uint)i, 1L)), (10 * Day, 1)]);
        series.Add(Arena, 9 * Day, 100, 0);
        Assert.True(series.Count < 64, "The series was meant to thin itself.");
        Assert.Equal((63, 163, 164), (series.Before(Arena, 9 * Day), series.Before(Arena, 9 * Day + 1), TotalOf(series)));
    }

    [Fact]
    public void Changed_slots_of_a_span_include_its_start_and_not_its_end()
        => Assert.Equal([20u, 30u], SeriesOf((10, 1), (20, 1), (30, 1), (40, 1)).SlotsIn(Arena, 20, 40).ToArray());

    [Theory]
    [InlineData(10 * Minute, 1)]
    [InlineData(2 * Hour, 10)]
    [InlineData(50 * Hour, Minute)]
    [InlineData(9 * Day, 15 * Minute)]
    public void Thinned_series_keeps_the_sums_at_edges_of_the_width_of_their_age(uint age, uint width)
    {
        const uint start = 20_000 * Day, newest = start + 10 * Day;
        var series = new Series(Measure.Offered);
        for (var slot = start; slot <= newest; slot += 7) series.Add(Arena, slot, 1, 0);
        Assert.True(series.Count < 10 * Day / 7 / 4, "The series was meant to thin itself.");
        var edge = newest - age - (newest - age) % width;
        Assert.Equal((edge - start + 6) / 7, series.Before(Arena, edge));
    }

    [Fact]
    public void Sums_older_than_all_slots_stay_outside_of_windows()
    {
        // Busy, quiet for thirteen days, then busy again.
        var series = new Series(Measure.Offered);
        for (var slot = 20_000 * Day; slot < 20_000 * Day + 100; slot++) series.Add(Arena, slot, 1, 0);
        for (var slot = 20_013 * Day; slot < 20_013 * Day + 200; slot++) series.Add(Arena, slot, 1, 0);
        Assert.Equal((100, 300), (series.Before(Arena, 20_013 * Day), TotalOf(series)));
    }

    [Fact]
    public void Sum_before_the_oldest_kept_day_is_exact_for_a_fold()
    {
        const uint start = 20_000 * Day, newest = start + 14 * Day, cut = start + 4 * Day;
        var series = new Series(Measure.Offered);
        for (var slot = start; slot <= newest; slot += 600) series.Add(Arena, slot, 1, 0);
        Assert.Equal(4 * Day / 600, series.Before(Arena, cut));
    }

    [Fact]
    public void Gauge_keeps_its_moments_beside_its_numbers()
    {
        var series = new Series(Gauge.Waiting.Number());
        series.Add(Arena, 10, 1, 10_500);
        series.Add(Arena, 30, -1, -30_000);
        series.Add(Arena, 20, 1, 20_250);
        uint[] edges = [20, 30, 31];
        Assert.Equal([10_500, 30_750, 750], edges.Select(edge => series.MomentsBefore(Arena, edge)));
        Assert.Equal([1, 2, 1], edges.Select(edge => series.Before(Arena, edge)));
    }

    private static long TotalOf(Series series) => series.Before(Arena, uint.MaxValue);

    private static Series SeriesOf(params (uint Slot, long Value)[] values)
    {
        var series = new Series(Measure.Offered);
        foreach (var (slot, value) in values) series.Add(Arena, slot, value, 0);
        return series;
    }
}
