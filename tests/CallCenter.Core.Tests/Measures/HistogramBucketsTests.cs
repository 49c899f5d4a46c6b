using CallCenter.Core.Measures;

namespace CallCenter.Core.Tests.Measures;

public sealed class HistogramBucketsTests
{
    private const long DayMs = 86_400_000;

    [Fact]
    public void Middle_of_a_bucket_is_within_eight_thousandths_of_every_time_up_to_thirty_days()
    {
        var random = new Random(1);
        for (var i = 0; i < 200_000; i++)
        {
            var ms = (long)Math.Exp(random.NextDouble() * Math.Log(30 * DayMs));
            Assert.InRange(HistogramBuckets.MiddleOf(HistogramBuckets.IndexOf(ms)), ms * 0.992, ms * 1.008);
        }
    }

    [Fact]
    public void Times_below_128_ms_are_exact()
        => Assert.All(Enumerable.Range(0, 128), ms => Assert.Equal(ms, HistogramBuckets.MiddleOf(HistogramBuckets.IndexOf(ms))));

    [Fact]
    public void Longer_times_are_in_the_same_bucket_or_a_later_one()
    {
        var last = 0;
        for (var ms = 0L; ms < 100_000; ms++)
        {
            var index = HistogramBuckets.IndexOf(ms);
            Assert.InRange(index, last, last + 1);
            last = index;
        }
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(1L << 37, HistogramBuckets.Count - 1)]
    [InlineData(long.MaxValue, HistogramBuckets.Count - 1)]
    public void Times_beyond_the_range_are_in_the_first_or_last_bucket(long ms, int index)
        => Assert.Equal(index, HistogramBuckets.IndexOf(ms));
}
