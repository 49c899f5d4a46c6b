using System.Diagnostics;
using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Measures;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Views;

/// <summary>
/// The tally of a group's rows over a window: two look-ups a measure and row, however long the window. Sums stay within
/// <see cref="SumMax"/>, far enough from the end of a <see cref="long"/> that formulas may add and subtract a few dozen of them.
/// </summary>
internal sealed class GroupTally : Tally
{
    private const long SumMax = 1L << 57;

    private readonly long[] _buckets = new long[HistogramBuckets.Count];
    private GroupRows _rows = new([]);
    private WindowEdges _edges;

    /// <summary>A sum was beyond the range, so a value made of it is wrong.</summary>
    public bool HasOverflowed { get; set; }

    public GroupTally Over(GroupRows rows, WindowEdges edges)
    {
        (_rows, _edges) = (rows, edges);
        return this;
    }

    public override long this[Measure measure]
    {
        get
        {
            long sum = 0;
            foreach (var row in _rows.Additive) sum = Add(sum, row.Between(measure, _edges.From, _edges.To));
            return sum;
        }
    }

    public override long Now(Gauge gauge) => NumberAt(gauge, uint.MaxValue);

    public override long Now(Gauge[] states) => SumOverAgents(states, static (row, of) =>
    {
        long sum = 0;
        foreach (var gauge in of) sum += row.NumberAt(gauge, uint.MaxValue);
        return sum;
    });

    public override long AtStart(Gauge gauge) => NumberAt(gauge, _edges.From);

    public override long AtEnd(Gauge gauge) => NumberAt(gauge, _edges.To);

    private long NumberAt(Gauge gauge, uint slot)
    {
        if (gauge.IsOfAgent()) return SumOverAgents((gauge, slot), static (row, at) => row.NumberAt(at.gauge, at.slot));
        long sum = 0;
        foreach (var row in _rows.Additive) sum = Add(sum, row.NumberAt(gauge, slot));
        return sum;
    }

    public override long TimeIn(Gauge gauge)
    {
        if (gauge.IsOfAgent()) return SumOverAgents((gauge, _edges), static (row, of) => row.TimeBetween(of.gauge, of._edges));
        long sum = 0;
        foreach (var row in _rows.Additive) sum = Add(sum, row.TimeBetween(gauge, _edges));
        return sum;
    }

    public override long TimeIn(Gauge[] states) => SumOverAgents((states, _edges), static (row, of) =>
    {
        long sum = 0;
        foreach (var gauge in of.states) sum += row.TimeBetween(gauge, of._edges);
        return sum;
    });

    private long SumOverAgents<TState>(TState state, Func<RowHistory, TState, long> of)
    {
        long sum = 0;
        foreach (var agent in _rows.Agents) sum = Add(sum, agent.Largest(state, of));
        return sum;
    }

    // Each part is the difference of two running totals, exact as long as itself is within the range, whatever the totals are.
    private long Add(long sum, long part)
    {
        var next = Math.Clamp(part, -SumMax, SumMax) + sum;
        if (next is >= -SumMax and <= SumMax && part is >= -SumMax and <= SumMax) return next;
        HasOverflowed = true;
        return Math.Clamp(next, -SumMax, SumMax);
    }

    public override long? TimeAt(Measure[] histograms, double quantile)
    {
        Array.Clear(_buckets);
        foreach (var row in _rows.Additive)
        {
            foreach (var histogram in histograms) row.AddBuckets(histogram, _edges.From, _edges.To, _buckets);
        }
        long count = 0;
        foreach (var inBucket in _buckets) count = Add(count, Math.Max(0, inBucket));
        if (count == 0) return null;
        var rank = Math.Clamp((long)Math.Ceiling(quantile * count), 1, count);
        long within = 0;
        for (var bucket = 0; bucket < _buckets.Length; bucket++)
        {
            within = Add(within, Math.Max(0, _buckets[bucket]));
            if (within >= rank) return HistogramBuckets.MiddleOf(bucket);
        }
        throw new UnreachableException();
    }

    public override Instant? OldestWaiting
    {
        get
        {
            long? oldest = null;
            foreach (var row in _rows.Additive)
            {
                if (row.OldestQueuedAtMs is { } queuedAtMs && (oldest is null || queuedAtMs < oldest)) oldest = queuedAtMs;
            }
            return oldest is { } ms ? new Instant(ms) : null;
        }
    }

    public override long WaitingLonger(int threshold)
    {
        var before = _edges.Now.UnixMs - (long)WaitThresholds.At(threshold).TotalMilliseconds;
        long count = 0;
        foreach (var row in _rows.Additive) count += row.Waiting.TakeWhile(visit => visit.QueuedAtMs < before).Count();
        return count;
    }

    public override long WaitSoFar
    {
        get
        {
            long sum = 0;
            foreach (var row in _rows.Additive)
            {
                // A source's clock may be ahead.
                foreach (var (queuedAtMs, _) in row.Waiting) sum = Add(sum, Math.Max(0, _edges.Now.UnixMs - queuedAtMs));
            }
            return sum;
        }
    }

    public override long WaitingBeyond(int threshold)
    {
        var thresholdMs = (long)WaitThresholds.At(threshold).TotalMilliseconds;
        long count = 0;
        foreach (var row in _rows.Additive)
        {
            foreach (var (queuedAtMs, _) in row.Waiting)
            {
                var reachedMs = queuedAtMs + thresholdMs;
                if (reachedMs >= _edges.End.UnixMs) break;
                if (reachedMs >= _edges.From * 1000L) count++;
            }
        }
        return count;
    }
}
