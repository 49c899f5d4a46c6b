using System.Diagnostics;
using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Measures;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Views;

/// <summary>
/// The tally of a group's rows over a window. Sums stay within <see cref="ISetReader.Max"/>.
/// </summary>
internal sealed class GroupTally(Selector selector) : Tally
{
    private readonly long[] _buckets = new long[HistogramBuckets.Count];
    private readonly LiveTally _live = new(selector.Targets);
    private readonly LocalDays _days = new(selector.Zone);
    private ViewGroup _group = new([], 0);
    private ISetReader _reader = null!;
    private bool _isWithoutSpans;
    private WindowSpans _window = new(default, default, default, []);

    /// <summary>Why what was read since this was reset is no value; null: it is one.</summary>
    public NoValueReason? Fault { get; set; }

    /// <summary>Whether a term of the group, apart from the numbers of the reader, changes with time alone.</summary>
    public bool Moves
    {
        get => field || _live.Moves;
        private set;
    }

    /// <summary>Whether the window is over, and with it what is live one by one.</summary>
    public bool IsPast { get; set; }

    /// <summary>Sets the window.</summary>
    public void Begin(WindowSpans window, ISetReader reader) => (_window, _reader) = (window, reader);

    /// <summary>Sets the group.</summary>
    public GroupTally Over(ViewGroup group)
    {
        _group = group;
        Moves = _live.Moves = false;
        _isWithoutSpans = _window.IsOfAgents && group.All.All(row => _window.Of(row).Length == 0);
        return this;
    }

    private WindowSpans Window
    {
        get
        {
            RequireWindow();
            return _window;
        }
    }

    // Called by what depends on the window; other terms have a value even where nothing of the window is kept.
    private void RequireWindow()
    {
        if (!_window.IsKept) Fault ??= NoValueReason.NotKept;
        if (_isWithoutSpans) Fault ??= NoValueReason.NeverLoggedIn;
    }

    // Called by what is read of the things that are live now: they are not known of any other moment.
    private void RequirePresent()
    {
        if (IsPast) Fault ??= NoValueReason.NotKept;
    }

    public override long this[Measure measure]
    {
        get
        {
            RequireWindow();
            return _group.Additive is { } rows ? Add(0, _reader.Sum(rows, measure)) : 0;
        }
    }

    public override long OfAgents(Measure measure)
    {
        RequireWindow();
        return SumOverAgents(measure, static (reader, rows, of) => reader.Sum(rows, of));
    }

    public override long Now(Gauge gauge)
    {
        if (IsPast) RequireWindow();
        return SumOver(gauge, static (reader, rows, of) => reader.Now(rows, of));
    }

    // A source's clock may be ahead.
    public override long AgesNow(Gauge gauge)
    {
        RequirePresent();
        return Math.Max(0, SumOver(gauge, static (reader, rows, of) => reader.AgesNow(rows, of)));
    }

    public override long Now(Gauge[] states)
    {
        if (IsPast) RequireWindow();
        return SumOverAgents(states, AgentTimes.Now);
    }

    public override long AtStart(Gauge gauge)
    {
        RequireWindow();
        return SumOver(gauge, static (reader, rows, of) => reader.AtStart(rows, of));
    }

    public override long AtEnd(Gauge gauge)
    {
        RequireWindow();
        return SumOver(gauge, static (reader, rows, of) => reader.AtEnd(rows, of));
    }

    public override long TimeIn(Gauge gauge)
    {
        RequireWindow();
        return gauge.IsOfContact()
            ? SumOverAgents(agent => TotalOf(agent, gauge))
            : SumOver(gauge, static (reader, rows, of) => reader.TimeIn(rows, of));
    }

    public override long TimeIn(Gauge[] states)
    {
        RequireWindow();
        // Where the agent is on contacts of other queues, it is logged in all the same.
        if (states.Contains(Gauge.AgentBusyOther)) return SumOverAgents(states, AgentTimes.In);
        return SumOverAgents(agent =>
        {
            var time = LargestOf(agent, states, AgentTimes.InOthers);
            foreach (var state in states)
            {
                if (state.IsOfContact()) time = Add(time, TotalOf(agent, state));
            }
            return time;
        });
    }

    public override long DistinctIn(Gauge[] states)
    {
        RequireWindow();
        return CountAgents(agent => LargestOf(agent, states, AgentTimes.In) > 0);
    }

    public override long AgentDays(Gauge[] states)
    {
        var window = Window;
        Moves = true;
        return _days.Of(window).Sum(day => CountAgents(agent => agent.Largest(
            (_reader, states, day), static (rows, of) => of._reader.TimeOn(rows, of.states, of.day)) > 0));
    }

    public override long OverLimit(Gauge[] states)
    {
        RequirePresent();
        if (states.All(state => selector.AgentLimits.Of(state) is null)) Fault ??= NoValueReason.NotConfigured;
        Moves = true;
        return CountAgents(agent => states.Any(state => IsOver(agent, state)));

        bool IsOver(AgentSets agent, Gauge state) => selector.AgentLimits.Of(state) is { } limit
            && LargestOf(agent, state, static (reader, rows, of) => reader.Now(rows, of)) > 0
            && agent.State?.Since is { } since && _window.Now - since > limit;
    }

    public override long OverBreakCount(Measure breaks)
    {
        RequireWindow();
        if (selector.AgentLimits.Breaks is null) Fault ??= NoValueReason.NotConfigured;
        var max = selector.AgentLimits.Breaks ?? 0;
        return CountAgents(agent => LargestOf(agent, breaks, static (reader, rows, of) => reader.Sum(rows, of)) > max);
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
    private AgentSets? TheAgent
    {
        get
        {
            Moves = true;
            RequirePresent();
            if (_group.Agents.Count > 1) Fault ??= NoValueReason.NotApplicable;
            return _group.Agents is [var only] ? only : null;
        }
    }

    public override long LengthMs
    {
        get
        {
            var window = Window;
            Moves = true;
            var ofAll = LengthOf(window.Spans);
            return window.OfRow is null ? ofAll : _group.All.Select(row => LengthOf(window.Of(row))).DefaultIfEmpty(ofAll).Max();
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

    private long SumOver(Gauge gauge, Func<ISetReader, RowSet, Gauge, long> of)
    {
        if (gauge.IsOfAgent()) return SumOverAgents(gauge, of);
        return _group.Additive is { } rows ? Add(0, of(_reader, rows, gauge)) : 0;
    }

    private long SumOverAgents<TState>(TState state, Func<ISetReader, RowSet, TState, long> of)
    {
        long sum = 0;
        foreach (var agent in _group.Agents) sum = Add(sum, LargestOf(agent, state, of));
        return sum;
    }

    private long SumOverAgents(Func<AgentSets, long> of)
    {
        long sum = 0;
        foreach (var agent in _group.Agents) sum = Add(sum, of(agent));
        return sum;
    }

    // A contact is of one queue, so time on contacts adds up over queues; other states last in all of them at once.
    private long TotalOf(AgentSets agent, Gauge ofContact)
        => agent.Total((_reader, ofContact), static (rows, with) => with._reader.TimeIn(rows, with.ofContact));

    private long CountAgents(Func<AgentSets, bool> which) => _group.Agents.Count(which);

    private long LargestOf<TState>(AgentSets agent, TState state, Func<ISetReader, RowSet, TState, long> of)
        => agent.Largest((_reader, state, of), static (rows, with) => with.of(with._reader, rows, with.state));

    // Each part is the difference of two running totals, exact as long as itself is within the range, whatever the totals are.
    private long Add(long sum, long part)
    {
        var next = Math.Clamp(part, -ISetReader.Max, ISetReader.Max) + sum;
        if (next is >= -ISetReader.Max and <= ISetReader.Max && part is >= -ISetReader.Max and <= ISetReader.Max) return next;
        Fault ??= NoValueReason.OutOfRange;
        return Math.Clamp(next, -ISetReader.Max, ISetReader.Max);
    }

    public override long? TimeAt(Measure[] histograms, double quantile)
    {
        RequireWindow();
        Array.Clear(_buckets);
        if (_group.Additive is { } rows)
        {
            foreach (var histogram in histograms) _reader.AddBuckets(rows, histogram, _buckets);
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

    public override Instant? OldestIn(LiveList list) => LiveTally.Oldest(Live, list) is { } ms ? new Instant(ms) : null;

    public override long CountIn(LiveList list) => LiveTally.Count(Live, list);

    public override long LongerIn(LiveList list, int threshold, int percent)
        => _live.Longer(Live, list, threshold, percent, _window.Now.UnixMs);

    public override long TimeOf(LiveList list) => Add(0, _live.TimeOf(Live, list, _window.Now.UnixMs));

    // Those of now, who are not known of another time.
    private RowSet? Live
    {
        get
        {
            RequirePresent();
            return _group.Additive;
        }
    }

    public override long ReachingIn(LiveList list, int threshold) => _live.Reaching(_group.Additive, list, threshold, Window);
}
