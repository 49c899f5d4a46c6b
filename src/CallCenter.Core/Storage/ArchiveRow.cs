using CallCenter.Core.Identity;
using CallCenter.Core.Measures;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Storage;

/// <summary>A state over a span.</summary>
/// <param name="AtStart">The number in it at the span's start.</param>
/// <param name="AtEnd">The number in it at the span's end.</param>
/// <param name="Ms">Time spent in it within the span, in milliseconds.</param>
public readonly record struct StateInSpan(long AtStart, long AtEnd, long Ms)
{
    public static StateInSpan operator +(StateInSpan a, StateInSpan b)
        => unchecked(new StateInSpan(a.AtStart + b.AtStart, a.AtEnd + b.AtEnd, a.Ms + b.Ms));
}

/// <summary>What is counted in a row over a span. Used by one thread at a time.</summary>
public sealed class ArchiveRow(RowKey key)
{
    public RowKey Key => key;

    /// <summary>Sums and buckets of histograms, without those that are 0.</summary>
    public SortedDictionary<Measure, long> Sums { get; } = [];

    /// <summary>States by the number of their gauge, without those that nobody was in.</summary>
    public SortedDictionary<Measure, StateInSpan> States { get; } = [];

    public bool IsEmpty => Sums.Count == 0 && States.Count == 0;

    /// <summary>The counts of a row from one moment to another, both on slots of its history.</summary>
    public static ArchiveRow Of(RowHistory row, uint from, uint to)
    {
        var counts = new ArchiveRow(row.Key);
        var edges = new WindowEdges(from, to, new Instant(to * 1000L));
        for (var i = 0; i < row.MeasureCount; i++)
        {
            var measure = row.MeasureAt(i);
            if (measure.IsGauge()) counts.Add(measure, StateOf(row, (Gauge)measure, edges));
            else counts.Add(measure, row.Between(measure, from, to));
        }
        return counts;
    }

    public void Add(Measure measure, long value)
    {
        if (value == 0) return;
        var sum = unchecked(Sums.GetValueOrDefault(measure) + value);
        if (sum == 0) Sums.Remove(measure);
        else Sums[measure] = sum;
    }

    /// <summary>Adds a state beside those that are there.</summary>
    /// <param name="gauge">By its number.</param>
    public void Add(Measure gauge, StateInSpan state)
    {
        var sum = States.GetValueOrDefault(gauge) + state;
        if (sum == default) States.Remove(gauge);
        else States[gauge] = sum;
    }

    private static StateInSpan StateOf(RowHistory row, Gauge gauge, WindowEdges edges)
        => new(row.NumberAt(gauge, edges.From), row.NumberAt(gauge, edges.To), row.TimeBetween(gauge, edges));
}
