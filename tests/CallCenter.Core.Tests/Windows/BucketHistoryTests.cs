using CallCenter.Core.Identity;
using CallCenter.Core.Measures;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Tests.Windows;

public sealed class BucketHistoryTests
{
    private static readonly Measure[] Histograms = [Measure.AnsweredWaits, Measure.Conversations, Measure.ReactionTimes];

    [Theory]
    [InlineData(1, 5, 20)]
    [InlineData(2, 40, 300)]
    [InlineData(3, 2_000, 500)]
    public void Counts_are_those_of_a_dictionary_whenever_they_are_read(int seed, int msMax, int reads)
    {
        var random = new Random(seed);
        var row = new RowHistory(new SourceId(TenantId.Default, "pbx"), new RowKey(RowKind.Contact), new SeriesArena());
        var expected = new Dictionary<(Measure, uint), long>();
        for (var i = 0; i < reads; i++)
        {
            for (var n = random.Next(60); n > 0; n--)
            {
                var slot = (uint)(1_000_000 + i / 10 + random.Next(3));
                var bucket = Histograms[random.Next(Histograms.Length)].Bucket(random.Next(msMax));
                var value = random.Next(-1, 3);
                row.Add(slot, bucket, value);
                expected[(bucket, slot)] = expected.GetValueOrDefault((bucket, slot)) + value;
            }
            var (from, to) = ((uint)(1_000_000 + random.Next(1 + i / 10)), (uint)(1_000_000 + i / 10 + 2));
            var histogram = Histograms[random.Next(Histograms.Length)];
            var counts = new long[HistogramBuckets.Count];
            row.AddBuckets(histogram, from, to, counts);
            for (var bucket = 0; bucket < msMax && bucket < 128; bucket++)
            {
                var measure = histogram.Bucket(bucket);
                var sum = expected.Where(e => e.Key.Item1 == measure && e.Key.Item2 >= from && e.Key.Item2 < to).Sum(e => e.Value);
                Assert.Equal(sum, counts[bucket]);
                Assert.Equal(sum, row.Between(measure, from, to));
            }
        }
        Assert.Equal(expected.Keys.Select(k => k.Item1).Distinct().Order(), Enumerable.Range(0, row.MeasureCount).Select(row.MeasureAt));
    }

    [Fact]
    public void Freed_buckets_leave_nothing_in_the_arena()
    {
        var arena = new SeriesArena();
        var row = new RowHistory(new SourceId(TenantId.Default, "pbx"), new RowKey(RowKind.Contact), arena);
        for (var i = 0; i < 1_000; i++) row.Add((uint)(1_000 + i), Measure.AnsweredWaits.Bucket(i % 70), 1);
        Assert.Equal(70, row.MeasureCount);
        Assert.True(arena.UsedLength > 0);
        row.Free();
        Assert.Equal((0, 0L), (row.MeasureCount, arena.UsedLength));
    }
}
