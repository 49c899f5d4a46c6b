using CallCenter.Core.Identity;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Windows;

/// <summary>All measures of one row over time, and the visits of the row that wait now. Used by one loop only.</summary>
public sealed class RowHistory(SourceId source, RowKey key)
{
    private Measure[] _measures = [];
    private Series[] _series = [];

    public SourceId Source { get; } = source;
    public RowKey Key { get; } = key;

    /// <summary>Moments that the waiting visits joined the queue, each with the visit's handle.</summary>
    public SortedSet<(long QueuedAtMs, int Visit)> Waiting { get; } = [];

    public IReadOnlyList<Measure> Measures => _measures;

    /// <summary>Adds a delta of a slot that starts here, of any width.</summary>
    public void Add(uint slot, Measure measure, long value)
    {
        SeriesOf(measure).Add(slot, value);

        // A gauge's moments are stored relative to their slot; here they are absolute, so that they can be subtracted.
        if (measure.IsGaugeNumber()) SeriesOf(measure + 1).Add(slot, value * slot * 1000L);
    }

    public Series? Find(Measure measure)
    {
        var i = Array.BinarySearch(_measures, measure);
        return i >= 0 ? _series[i] : null;
    }

    public long Between(Measure measure, uint from, uint to) => Find(measure) is { } series ? series.Before(to) - series.Before(from) : 0;

    /// <summary>The number in a gauge's state before this moment.</summary>
    public long NumberAt(Gauge gauge, uint slot) => Find(gauge.Number())?.Before(slot) ?? 0;

    /// <summary>Milliseconds spent in a gauge's state within a window, what is still going on at the end included.</summary>
    public long TimeBetween(Gauge gauge, WindowEdges edges)
    {
        // A stay within one slot leaves no number behind, only its moments: after a fold there may be no series of numbers at all.
        if (Find(gauge.Moment()) is not { } moment) return 0;
        var untilStart = edges.Start.UnixMs * NumberAt(gauge, edges.From) - moment.Before(edges.From);
        var untilEnd = edges.End.UnixMs * NumberAt(gauge, edges.PastEnd) - moment.Before(edges.PastEnd);
        return untilEnd - untilStart;
    }

    private Series SeriesOf(Measure measure)
    {
        var i = Array.BinarySearch(_measures, measure);
        if (i >= 0) return _series[i];
        var measures = _measures.ToList();
        var series = _series.ToList();
        measures.Insert(~i, measure);
        series.Insert(~i, new Series());
        (_measures, _series) = ([.. measures], [.. series]);
        return series[~i];
    }
}
