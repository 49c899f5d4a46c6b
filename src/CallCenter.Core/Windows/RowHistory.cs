using CallCenter.Core.Identity;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Windows;

/// <summary>All measures of one row over time, and the visits of the row that wait now. Used by one loop only.</summary>
/// <param name="arena">Where its totals are kept, with those of other rows that the same loop uses.</param>
public sealed class RowHistory(SourceId source, RowKey key, SeriesArena arena)
{
    private Series[] _series = new Series[4]; // In order of their measures.
    private int _count;
    private SortedSet<(long QueuedAtMs, int Visit)>? _waiting; // Most rows are of agents.

    public SourceId Source { get; } = source;
    public RowKey Key { get; } = key;

    /// <summary>Moments that the waiting visits joined the queue, oldest first, each with the visit's handle.</summary>
    public IReadOnlyCollection<(long QueuedAtMs, int Visit)> Waiting => _waiting is null ? [] : _waiting;

    /// <summary>When the visit that waits longest joined the queue.</summary>
    public long? OldestQueuedAtMs => _waiting is { Count: > 0 } ? _waiting.Min.QueuedAtMs : null;

    /// <summary>How many measures changed ever; a gauge is one.</summary>
    public int MeasureCount => _count;

    /// <summary>A gauge by its number.</summary>
    public Measure MeasureAt(int index) => _series[index].Measure;

    /// <summary>Adds a delta of a slot that starts here, of any width.</summary>
    public void Add(uint slot, Measure measure, long value)
    {
        if (slot > NewestSlot) NewestSlot = slot;
        SeriesOf(measure.WhoseSeries()).AddDelta(arena, slot, measure, value);
    }

    /// <summary>Copies a measure's totals as they were stored.</summary>
    /// <param name="from">Where they are.</param>
    public void Restore(Series series, SeriesArena from)
    {
        NewestSlot = Math.Max(NewestSlot, series.NewestSlot(from));
        SeriesOf(series.Measure) = series.Copy(from, arena);
    }

    /// <summary>Frees the memory of a row that is not used any more.</summary>
    public void Free()
    {
        for (var i = 0; i < _count; i++) _series[i].Free(arena);
        (_series, _count, _waiting) = ([], 0, null);
    }

    /// <summary>The newest slot with any change ever; 0 without one. Kept, since a session that opens reads it of all rows.</summary>
    public uint NewestSlot { get; private set; }

    /// <summary>Whether nothing is in any gauge's state.</summary>
    public bool IsIdle
    {
        get
        {
            for (var i = 0; i < _count; i++)
            {
                if (_series[i].Measure.IsGauge() && _series[i].Before(arena, uint.MaxValue) != 0) return false;
            }
            return _waiting is not { Count: > 0 };
        }
    }

    /// <summary>A visit of this row began, or ceased, to wait.</summary>
    public void Apply(WaitingChange change)
    {
        var visit = (change.QueuedAt.UnixMs, change.Visit);
        if (change.Waits) (_waiting ??= []).Add(visit);
        else _waiting?.Remove(visit);
    }

    /// <summary>Starts of the slots from (inclusive) to (exclusive) in which a measure, a gauge by its number, changed.</summary>
    public ReadOnlySpan<uint> SlotsIn(Measure measure, uint from, uint to)
        => IndexOf(measure) is >= 0 and var i ? _series[i].SlotsIn(arena, from, to) : [];

    public long Between(Measure measure, uint from, uint to)
        => IndexOf(measure) is >= 0 and var i ? _series[i].Before(arena, to) - _series[i].Before(arena, from) : 0;

    /// <summary>Adds the counts of a histogram between two slots to others, by bucket.</summary>
    /// <param name="counts">As many as there are buckets.</param>
    public void AddBuckets(Measure histogram, uint from, uint to, Span<long> counts)
    {
        var first = IndexOf(histogram);
        for (var i = first < 0 ? ~first : first; i < _count; i++)
        {
            ref readonly var series = ref _series[i];
            var bucket = (int)series.Measure - (int)histogram;
            if (bucket >= counts.Length) return;
            counts[bucket] += series.Before(arena, to) - series.Before(arena, from);
        }
    }

    /// <summary>The number in a gauge's state before this moment.</summary>
    public long NumberAt(Gauge gauge, uint slot) => IndexOf(gauge.Number()) is >= 0 and var i ? _series[i].Before(arena, slot) : 0;

    /// <summary>Milliseconds spent in a gauge's state within a window, what is still going on at the end included.</summary>
    public long TimeBetween(Gauge gauge, WindowEdges edges)
    {
        if (IndexOf(gauge.Number()) is not (>= 0 and var i)) return 0;
        ref readonly var series = ref _series[i];
        var untilStart = edges.Start.UnixMs * series.Before(arena, edges.From) - series.MomentsBefore(arena, edges.From);
        var untilEnd = edges.End.UnixMs * series.Before(arena, edges.PastEnd) - series.MomentsBefore(arena, edges.PastEnd);
        return untilEnd - untilStart;
    }

    /// <summary>A gauge's moments between two slots, relative to the first.</summary>
    public long MomentsBetween(Measure number, uint from, uint to)
    {
        if (IndexOf(number) is not (>= 0 and var i)) return 0;
        ref readonly var series = ref _series[i];
        var absolute = series.MomentsBefore(arena, to) - series.MomentsBefore(arena, from);
        return absolute - (series.Before(arena, to) - series.Before(arena, from)) * from * 1000L;
    }

    private ref Series SeriesOf(Measure measure)
    {
        var i = IndexOf(measure);
        if (i >= 0) return ref _series[i];
        i = ~i;
        if (_count == _series.Length) Array.Resize(ref _series, _count + _count / 2);
        Array.Copy(_series, i, _series, i + 1, _count - i);
        _series[i] = new Series(measure);
        _count++;
        return ref _series[i];
    }

    // A few dozen numbers: Array.BinarySearch would call a comparer for each.
    private int IndexOf(Measure measure)
    {
        var (low, high) = (0, _count - 1);
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
}
