using CallCenter.Core.Measures;

namespace CallCenter.Core.Windows;

/// <summary>A count for a bucket of a histogram that is not in its series yet.</summary>
internal readonly record struct BucketCount(uint Slot, Measure Measure, long Value) : IComparable<BucketCount>
{
    public int CompareTo(BucketCount other) => Measure != other.Measure ? Measure.CompareTo(other.Measure) : Slot.CompareTo(other.Slot);
}

/// <summary>
/// The histograms of one row over time, a series for each touched bucket. Counts are collected and go to their series together, when
/// somebody reads them or there are many: a row has hundreds of buckets, and most counts are the first in theirs, so each by itself would
/// move half of the row's series and miss the cache several times. Used by one loop only.
/// </summary>
internal sealed class BucketHistory(SeriesArena arena)
{
    private const int PendingMin = 16;

    private SeriesList _series = new();
    private BucketCount[] _pending = new BucketCount[4];
    private int _pendingCount;

    public void Add(uint slot, Measure bucket, long value)
    {
        if (_pendingCount == _pending.Length)
        {
            // A share of the series, so that the memory stays small and each series is moved a few times at most.
            if (_pendingCount >= Math.Max(PendingMin, _series.Count / 2)) Settle();
            else Array.Resize(ref _pending, 2 * _pendingCount);
        }
        _pending[_pendingCount++] = new BucketCount(slot, bucket, value);
    }

    /// <summary>The series, with all counts in them. Valid until the next addition.</summary>
    public ref SeriesList Series
    {
        get
        {
            Settle();
            return ref _series;
        }
    }

    private void Settle()
    {
        if (_pendingCount == 0) return;
        var counts = _pending.AsSpan(0, _pendingCount);
        counts.Sort();
        _series.AddFor(counts);
        var at = 0;
        foreach (var count in counts)
        {
            while (_series[at].Measure != count.Measure) at++;
            _series[at].Add(arena, count.Slot, count.Value, 0);
        }
        _pendingCount = 0;
    }
}
