using CallCenter.Core.Identity;
using CallCenter.Core.Measures;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Views;

/// <summary>Reads the counts of sets of rows over a window. A number beyond <see cref="Max"/> either way stands for all such.</summary>
internal interface ISetReader
{
    /// <summary>The largest value; far enough from the end of a <see cref="long"/> that formulas may add and subtract a few dozen of
    /// them.</summary>
    public const long Max = 1L << 57;

    /// <summary>The sum of a measure over the window.</summary>
    long Sum(RowSet set, Measure measure);

    /// <summary>The number in a state now, whatever the window.</summary>
    long Now(RowSet set, Gauge gauge);

    /// <summary>Milliseconds since the beginning of those in a state now.</summary>
    long AgesNow(RowSet set, Gauge gauge);

    /// <summary>The number in a state at the window's start.</summary>
    long AtStart(RowSet set, Gauge gauge);

    /// <summary>The number in a state at the window's end.</summary>
    long AtEnd(RowSet set, Gauge gauge);

    /// <summary>Milliseconds in a state within the window.</summary>
    long TimeIn(RowSet set, Gauge gauge);

    /// <summary>Milliseconds in any of some states within a part of the window that is on one day.</summary>
    long TimeOn(RowSet set, Gauge[] states, (Instant Start, Instant End) day);

    /// <summary>Adds the counts of a histogram over the window to others, by bucket.</summary>
    void AddBuckets(RowSet set, Measure histogram, Span<long> counts);
}

/// <summary>Reads the rows themselves, over a window of any spans.</summary>
/// <param name="isPast">The window is over, and a number now is that at its end.</param>
internal sealed class RowReader(WindowSpans window, bool isPast = false) : ISetReader
{
    public long Sum(RowSet set, Measure measure)
    {
        Int128 sum = 0;
        foreach (var row in set.Rows)
        {
            foreach (var span in window.Of(row)) sum += row.Between(measure, span.From, span.To);
        }
        return InRange(sum);
    }

    public long Now(RowSet set, Gauge gauge)
        => isPast ? AtEnd(set, gauge) : Sum(set, gauge, static (row, gauge, _) => row.NumberAt(gauge, uint.MaxValue));

    public long AgesNow(RowSet set, Gauge gauge) => Sum(set, gauge, static (row, gauge, window) => row.AgesAt(gauge, window.Now));

    // What came and went between two spans is no fact of the window, so it is carried over: the balance of a queue holds over any spans.
    public long AtStart(RowSet set, Gauge gauge) => Sum(set, gauge, static (row, gauge, window) =>
    {
        var spans = window.Of(row);
        long number = 0;
        for (var i = 0; i < spans.Length; i++)
        {
            number += row.NumberAt(gauge, spans[i].From);
            if (i + 1 < spans.Length) number -= row.NumberAt(gauge, spans[i].To);
        }
        return number;
    });

    public long AtEnd(RowSet set, Gauge gauge)
        => Sum(set, gauge, static (row, gauge, window) => window.Of(row) is [.., var last] ? row.NumberAt(gauge, last.To) : 0);

    public long TimeIn(RowSet set, Gauge gauge) => Sum(set, gauge, static (row, gauge, window) => TimeIn(row, gauge, window.Of(row)));

    /// <summary>Milliseconds of a row in a state within spans.</summary>
    public static long TimeIn(RowHistory row, Gauge gauge, WindowEdges[] spans)
    {
        long sum = 0;
        foreach (var span in spans) sum += row.TimeBetween(gauge, span);
        return sum;
    }

    public long TimeOn(RowSet set, Gauge[] states, (Instant Start, Instant End) day)
    {
        long sum = 0;
        foreach (var row in set.Rows)
        {
            foreach (var span in window.Of(row)) sum += TimeOn(row, states, span, day);
        }
        return sum;
    }

    public void AddBuckets(RowSet set, Measure histogram, Span<long> counts)
    {
        foreach (var row in set.Rows)
        {
            foreach (var span in window.Of(row)) row.AddBuckets(histogram, span.From, span.To, counts);
        }
    }

    /// <summary>Milliseconds of a row in any of some states within the part of a span that is on a day.</summary>
    public static long TimeOn(RowHistory row, Gauge[] states, WindowEdges span, (Instant Start, Instant End) day)
    {
        if (LocalDays.Within(span, day) is not { } part) return 0;
        long sum = 0;
        foreach (var state in states) sum += row.TimeBetween(state, part);
        return sum;
    }

    private long Sum(RowSet set, Gauge gauge, Func<RowHistory, Gauge, WindowSpans, long> of)
    {
        Int128 sum = 0;
        foreach (var row in set.Rows) sum += of(row, gauge, window);
        return InRange(sum);
    }

    private static long InRange(Int128 sum) => (long)Int128.Clamp(sum, -ISetReader.Max - 1, ISetReader.Max + 1);
}
