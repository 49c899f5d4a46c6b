using CallCenter.Core.Measures;

namespace CallCenter.Core.Windows;

/// <summary>The series of one row in the order of their measures. Used by one loop only; kept by value in its owner, so a copy must not be
/// added to.</summary>
internal struct SeriesList()
{
    private Series[] _series = [];

    public int Count { get; private set; }

    public readonly ref Series this[int index] => ref _series[index];

    /// <summary>The series of a measure, added when there is none.</summary>
    public ref Series Of(Measure measure)
    {
        var i = IndexOf(measure);
        if (i >= 0) return ref _series[i];
        i = ~i;
        if (Count == _series.Length) Array.Resize(ref _series, Math.Max(4, Count + Count / 2));
        Array.Copy(_series, i, _series, i + 1, Count - i);
        _series[i] = new Series(measure);
        Count++;
        return ref _series[i];
    }

    /// <summary>Adds the series that some counts need and that are not there, all in one pass.</summary>
    /// <param name="counts">In the order of their measures.</param>
    public void AddFor(ReadOnlySpan<BucketCount> counts)
    {
        var (from, to) = (Count - 1, Count + MissingFor(counts) - 1);
        if (to == from) return;
        Count = to + 1;
        if (Count > _series.Length) Array.Resize(ref _series, Count);
        // From the end, so that each series moves once; what lies before the first missing one stays.
        for (var i = counts.Length - 1; to > from; to--)
        {
            var measure = counts[i].Measure;
            var isThere = from >= 0 && _series[from].Measure >= measure;
            if (!isThere || _series[from].Measure == measure)
            {
                while (i >= 0 && counts[i].Measure == measure) i--;
            }
            _series[to] = isThere ? _series[from--] : new Series(measure);
        }
    }

    /// <summary>Index of a measure's series; the complement of where it would be when there is none.</summary>
    public readonly int IndexOf(Measure measure)
    {
        // A few dozen numbers: Array.BinarySearch would call a comparer for each.
        var (low, high) = (0, Count - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var other = _series[middle].Measure;
            if (other == measure) return middle;
            if (other < measure) low = middle + 1;
            else high = middle - 1;
        }
        return ~low;
    }

    private readonly int MissingFor(ReadOnlySpan<BucketCount> counts)
    {
        var (missing, at) = (0, 0);
        for (var i = 0; i < counts.Length; i++)
        {
            var measure = counts[i].Measure;
            if (i > 0 && counts[i - 1].Measure == measure) continue;
            while (at < Count && _series[at].Measure < measure) at++;
            if (at == Count || _series[at].Measure != measure) missing++;
        }
        return missing;
    }
}
