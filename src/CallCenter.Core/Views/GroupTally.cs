using System.Diagnostics;
using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Measures;
using CallCenter.Core.Settings;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Views;

/// <summary>
/// The tally of a group's rows over a window: two look-ups a measure, row and span, however long the window. Sums stay within
/// <see cref="SumMax"/>, far enough from the end of a <see cref="long"/> that formulas may add and subtract a few dozen of them.
/// </summary>
internal sealed class GroupTally(Selector selector) : Tally
{
    private const long SumMax = 1L << 57;

    private readonly long[] _buckets = new long[HistogramBuckets.Count];
    private readonly WaitTargets _targets = selector.Targets;
    private readonly LocalDays _days = new(selector.Zone);
    private GroupRows _rows = new([]);
    private bool _isWithoutSpans;
    private WindowSpans _window = new(default, default, default, []);

    /// <summary>Why what was read since this was reset is no value; null: it is one.</summary>
    public NoValueReason? Fault { get; set; }

    public GroupTally Over(GroupRows rows, WindowSpans window)
    {
        (_rows, _window) = (rows, window);
        _isWithoutSpans = window.IsOfAgents && rows.All.All(row => window.Of(row).Length == 0);
        return this;
    }

    // What depends on the window asks for it; other terms have a value even where nothing of the window is kept.
    private WindowSpans Window
    {
        get
        {
            if (!_window.IsKept) Fault ??= NoValueReason.NotKept;
            if (_isWithoutSpans) Fault ??= NoValueReason.NeverLoggedIn;
            return _window;
        }
    }

    public override long this[Measure measure]
    {
        get
        {
            var window = Window;
            long sum = 0;
            foreach (var row in _rows.Additive)
            {
                foreach (var span in window.Of(row)) sum = Add(sum, row.Between(measure, span.From, span.To));
            }
            return sum;
        }
    }

    public override long OfAgents(Measure measure)
        => SumOverAgents((measure, Window), static (row, of) => AgentCounts.Sum(row, of.measure, of.Window));

    public override long Now(Gauge gauge) => SumOverRows(gauge, static (row, of) => row.NumberAt(of, uint.MaxValue), gauge);

    public override long AgesNow(Gauge gauge)
        // A source's clock may be ahead.
        => Math.Max(0, SumOverRows((gauge, _window.Now), static (row, of) => row.AgesAt(of.gauge, of.Now), gauge));

    public override long Now(Gauge[] states) => SumOverAgents(states, static (row, of) =>
    {
        long sum = 0;
        foreach (var gauge in of) sum += row.NumberAt(gauge, uint.MaxValue);
        return sum;
    });

    // What came and went between two spans is no fact of the window, so it is carried over: the balance of a queue holds over any spans.
    public override long AtStart(Gauge gauge) => SumOverRows((gauge, Window), static (row, of) =>
    {
        var spans = of.Window.Of(row);
        long number = 0;
        for (var i = 0; i < spans.Length; i++)
        {
            number += row.NumberAt(of.gauge, spans[i].From);
            if (i + 1 < spans.Length) number -= row.NumberAt(of.gauge, spans[i].To);
        }
        return number;
    }, gauge);

    public override long AtEnd(Gauge gauge) => SumOverRows(
        (gauge, Window), static (row, of) => of.Window.Of(row) is [.., var last] ? row.NumberAt(of.gauge, last.To) : 0, gauge);

    public override long TimeIn(Gauge gauge)
        => SumOverRows((gauge, Window), static (row, of) => AgentCounts.TimeIn(row, of.gauge, of.Window.Of(row)), gauge);

    public override long TimeIn(Gauge[] states)
        => SumOverAgents((states, Window), static (row, of) => AgentCounts.TimeIn(row, of.states, of.Window.Of(row)));

    public override long DistinctIn(Gauge[] states) => AgentCounts.DistinctIn(_rows, Window, states);

    public override long AgentDays(Gauge[] states)
    {
        var window = Window;
        return _days.Of(window).Sum(day => AgentCounts.OnDay(_rows, window, states, day));
    }

    public override long LengthMs
    {
        get
        {
            var window = Window;
            var ofAll = LengthOf(window.Spans);
            return window.OfRow is null ? ofAll : _rows.All.Select(row => LengthOf(window.Of(row))).DefaultIfEmpty(ofAll).Max();
        }
    }

    public override long OverLimit(Gauge[] states)
    {
        if (states.All(state => AgentCounts.LimitOf(selector.AgentLimits, state) is null)) Fault ??= NoValueReason.NotConfigured;
        return AgentCounts.OverLimit(_rows, states, selector.AgentLimits, _window.Now);
    }

    public override long OverBreakCount(Measure breaks)
    {
        var window = Window;
        if (selector.AgentLimits.Breaks is null) Fault ??= NoValueReason.NotConfigured;
        return AgentCounts.WithMore(_rows, window, breaks, selector.AgentLimits.Breaks ?? 0);
    }

    public override long StateOfAgent
    {
        get
        {
            if (TheAgent?.State is { } state) return state.State;
            Fault ??= NoValueReason.NothingCounted;
            return 0;
        }
    }

    public override Instant? StateSince => TheAgent?.State?.Since;

    // Of several the state is no one value.
    private AgentRows? TheAgent
    {
        get
        {
            if (_rows.Agents.Count > 1) Fault ??= NoValueReason.NotApplicable;
            return _rows.Agents.Count == 1 ? _rows.Agents.First() : null;
        }
    }

    private static long LengthOf(WindowEdges[] spans) => spans.Sum(span => span.End.UnixMs - span.Start.UnixMs);

    public override long CostOfAgents(long ms) => CostOf(ms, selector.Costs?.AgentHour);

    public override long FixedCost(long ms) => CostOf(ms, selector.Costs?.FixedHour);

    private long CostOf(long ms, decimal? hour)
    {
        if (hour is null) Fault ??= NoValueReason.NotConfigured;
        return (long)Math.Round(ms * (hour ?? 0) / 3600, MidpointRounding.AwayFromZero);
    }

    private long SumOverRows<TState>(TState state, Func<RowHistory, TState, long> of, Gauge gauge)
    {
        if (gauge.IsOfAgent()) return SumOverAgents(state, of);
        long sum = 0;
        foreach (var row in _rows.Additive) sum = Add(sum, of(row, state));
        return sum;
    }

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
        Fault ??= NoValueReason.OutOfRange;
        return Math.Clamp(next, -SumMax, SumMax);
    }

    public override long? TimeAt(Measure[] histograms, double quantile)
    {
        Array.Clear(_buckets);
        var window = Window;
        foreach (var row in _rows.Additive)
        {
            foreach (var span in window.Of(row))
            {
                foreach (var histogram in histograms) row.AddBuckets(histogram, span.From, span.To, _buckets);
            }
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

    public override Instant? OldestIn(LiveList list)
    {
        long? oldest = null;
        foreach (var row in _rows.Additive)
        {
            if (row.OldestMs(list) is { } ms && (oldest is null || ms < oldest)) oldest = ms;
        }
        return oldest is { } at ? new Instant(at) : null;
    }

    public override long CountIn(LiveList list)
    {
        long count = 0;
        foreach (var row in _rows.Additive) count += row.Live(list).Count;
        return count;
    }

    public override long LongerIn(LiveList list, int threshold, int percent)
    {
        long count = 0;
        foreach (var row in _rows.Additive)
        {
            var before = _window.Now.UnixMs - ThresholdMs(row, threshold) * percent / 100;
            count += row.Live(list).TakeWhile(entry => entry.SinceMs < before).Count();
        }
        return count;
    }

    public override long TimeOf(LiveList list)
    {
        long sum = 0;
        foreach (var row in _rows.Additive)
        {
            // A source's clock may be ahead.
            foreach (var (sinceMs, _) in row.Live(list)) sum = Add(sum, Math.Max(0, _window.Now.UnixMs - sinceMs));
        }
        return sum;
    }

    public override long ReachingIn(LiveList list, int threshold)
    {
        var window = Window;
        long count = 0;
        foreach (var row in _rows.Additive)
        {
            foreach (var span in window.Of(row)) count += CountReaching(row.Live(list), ThresholdMs(row, threshold), span);
        }
        return count;
    }

    private long ThresholdMs(RowHistory row, int threshold)
    {
        var time = threshold == KpiArguments.OwnThreshold
            ? _targets.Of(row.Key.Queue, row.Key.Channel).Threshold
            : WaitThresholds.At(threshold);
        return (long)time.TotalMilliseconds;
    }

    private static long CountReaching(IEnumerable<(long SinceMs, int)> live, long thresholdMs, WindowEdges span)
    {
        long count = 0;
        foreach (var (sinceMs, _) in live)
        {
            var reachedMs = sinceMs + thresholdMs;
            if (reachedMs >= span.End.UnixMs) break;
            if (reachedMs >= span.Start.UnixMs) count++;
        }
        return count;
    }
}
