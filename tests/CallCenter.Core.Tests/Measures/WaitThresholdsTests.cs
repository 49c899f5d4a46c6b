using CallCenter.Core.Measures;

namespace CallCenter.Core.Tests.Measures;

public sealed class WaitThresholdsTests
{
    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(5_000, 0)]
    [InlineData(5_001, 1)]
    [InlineData(20_000, 3)]
    [InlineData(20_001, 4)]
    [InlineData(86_400_000, 21)]
    [InlineData(86_400_001, 22)]
    public void Wait_falls_under_the_first_threshold_it_does_not_exceed(long waitMs, int bucket)
        => Assert.Equal(bucket, WaitThresholds.BucketOf(waitMs));

    [Fact]
    public void Stored_thresholds_have_not_changed() => Assert.Equal(
        "5 10 15 20 25 30 40 45 60 90 120 180 240 300 600 900 1800 3600 7200 14400 28800 86400",
        string.Join(' ', Enumerable.Range(0, WaitThresholds.Count).Select(i => WaitThresholds.At(i).TotalSeconds)));

    [Theory]
    [InlineData("00:00:20", 3)]
    [InlineData("00:00:21", -1)]
    [InlineData("00:00:20.001", -1)]
    [InlineData("1.00:00:00", 21)]
    [InlineData("100000.00:00:05", -1)]
    [InlineData("-00:00:05", -1)]
    public void Uncounted_threshold_is_not_found(string threshold, int index)
        => Assert.Equal(index, WaitThresholds.IndexOf(TimeSpan.Parse(threshold, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Families_have_room_for_all_thresholds_and_one_more()
    {
        Measure[] families =
        [
            Measure.AnsweredByWait, Measure.AbandonedByWait, Measure.LeftByWait, Measure.CallbackByWait, Measure.ReachedWait,
            Measure.KeyExitByWait,
        ];
        Assert.All(families, family => Assert.Equal(family, MeasureTable.Of(family.At(WaitThresholds.Count)).Id));
    }
}
