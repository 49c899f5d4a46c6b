using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Windows;

/// <summary>All measures of one row over time, and the visits of the row that wait now. Used by one loop only.</summary>
public sealed class RowHistory(SourceId source, RowKey key)
{
    private static readonly SortedSet<(long QueuedAtMs, int Visit)> NoneWaits = [];

    private Measure[] _measures = new Measure[4];
    private Series[] _series = new Series[4];
    private int _count;
    private SortedSet<(long QueuedAtMs, int Visit)>? _waiting; // Most rows are of agents.

    public SourceId Source { get; } = source;
    public RowKey Key { get; } = key;

    /// <summary>Moments that the waiting visits joined the queue, each with the visit's handle; to be read only.</summary>
    public SortedSet<(long QueuedAtMs, int Visit)> Waiting => _waiting ?? NoneWaits;

    /// <summary>What changed ever; a gauge by its number.</summary>
    public ReadOnlySpan<Measure> Measures => _measures.AsSpan(0, _count);

    /// <summary>Adds a delta of a slot that starts here, of any width.</summary>
    public void Add(uint slot, Measure measure, long value) => SeriesOf(measure.WhoseSeries()).AddDelta(slot, measure, value);

    /// <summary>Takes a measure's totals over as they were stored.</summary>
    public void Restore(Measure measure, Series series) => SeriesOf(measure) = series;

    /// <summary>A visit of this row began, or ceased, to wait.</summary>
    public void Take(WaitingChange change)
    {
        var visit = (change.QueuedAt.UnixMs, change.Visit);
        if (change.Waits) (_waiting ??= []).Add(visit);
        else _waiting?.Remove(visit);
    }

    /// <summary>Starts of the slots from (inclusive) to (exclusive) in which a measure, a gauge by its number, changed.</summary>
    public ReadOnlySpan<uint> SlotsIn(Measure measure, uint from, uint to)
        => IndexOf(measure) is >= 0 and var i ? _series[i].SlotsIn(from, to) : [];

    public long Between(Measure measure, uint from, uint to)
        => IndexOf(measure) is >= 0 and var i ? _series[i].Before(to) - _series[i].Before(from) : 0;

    /// <summary>The number in a gauge's state before this moment.</summary>
    public long NumberAt(Gauge gauge, uint slot) => IndexOf(gauge.Number()) is >= 0 and var i ? _series[i].Before(slot) : 0;

    /// <summary>Milliseconds spent in a gauge's state within a window, what is still going on at the end included.</summary>
    public long TimeBetween(Gauge gauge, WindowEdges edges)
    {
        if (IndexOf(gauge.Number()) is not (>= 0 and var i)) return 0;
        ref readonly var series = ref _series[i];
        var untilStart = edges.Start.UnixMs * series.Before(edges.From) - series.MomentsBefore(edges.From);
        var untilEnd = edges.End.UnixMs * series.Before(edges.PastEnd) - series.MomentsBefore(edges.PastEnd);
        return untilEnd - untilStart;
    }

    /// <summary>A gauge's moments between two slots, relative to the first.</summary>
    public long MomentsBetween(Measure number, uint from, uint to)
    {
        if (IndexOf(number) is not (>= 0 and var i)) return 0;
        ref readonly var series = ref _series[i];
        return series.MomentsBefore(to) - series.MomentsBefore(from) - (series.Before(to) - series.Before(from)) * from * 1000L;
    }

    private ref Series SeriesOf(Measure measure)
    {
        var i = IndexOf(measure);
        if (i >= 0) return ref _series[i];
        i = ~i;
        if (_count == _measures.Length)
        {
            Array.Resize(ref _measures, 2 * _count);
            Array.Resize(ref _series, 2 * _count);
        }
        Array.Copy(_measures, i, _measures, i + 1, _count - i);
        Array.Copy(_series, i, _series, i + 1, _count - i);
        (_measures[i], _series[i]) = (measure, new Series(measure.IsGauge()));
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
            if (_measures[middle] == measure) return middle;
            if (_measures[middle] < measure) low = middle + 1;
            else high = middle - 1;
        }
        return ~low;
    }
}
