using CallCenter.Core.Measures;

namespace CallCenter.Core.Kpis;

/// <summary>Which of the arguments of a KPI a term depends on.</summary>
public enum WaitLimit : byte
{
    None,

    /// <summary><see cref="KpiArguments.Threshold"/>.</summary>
    Threshold,
}

/// <summary>
/// One number that is read from a group over a window. Equal terms give equal numbers, so a view reads each of them once for a group,
/// however many formulas have it.
/// </summary>
/// <param name="Limit">The argument that the term depends on.</param>
public abstract record Term(WaitLimit Limit) : Expression
{
    /// <summary>The value of a moment or quantile of nothing.</summary>
    public const long Nobody = long.MinValue;

    /// <summary>The measures that the number is made of; a gauge by its number.</summary>
    public abstract IReadOnlyList<Measure> Measures { get; }

    public sealed override IEnumerable<(int Sign, Term Term)> Terms => [(1, this)];

    public sealed override IEnumerable<Named> Names => [];

    /// <summary>Kind of the rows that have the measures.</summary>
    public RowKind RowKind => MeasureTable.Of(Measures[0]).Of;

    /// <summary>Reads the number.</summary>
    /// <param name="limit">Index of the threshold that <see cref="Limit"/> stands for, or <see cref="KpiArguments.OwnThreshold"/>; 0
    /// without one.</param>
    public abstract long Of(Tally tally, int limit);

    /// <summary>A state in texts.</summary>
    protected static string NameOf(Gauge gauge) => MeasureTable.Of(gauge).Name;
}

/// <summary>The sum of a measure over the window; times in milliseconds.</summary>
internal sealed record Sum(Measure Measure) : Term(WaitLimit.None)
{
    public override string Text => MeasureTable.Of(Measure).Name;
    public override IReadOnlyList<Measure> Measures => [Measure];
    public override long Of(Tally tally, int limit) => tally[Measure];
}

/// <summary>A term in thousandths, for a mean number of things.</summary>
internal sealed record Thousandfold(Term Whole) : Term(Whole.Limit)
{
    public override string Text => Whole.Text;
    public override IReadOnlyList<Measure> Measures => Whole.Measures;
    public override long Of(Tally tally, int limit) => 1000 * Whole.Of(tally, limit);
}

/// <summary>The sum of a measure of agents over the window; of an agent in several queues, the largest of one.</summary>
internal sealed record SumOfAgents(Measure Measure) : Term(WaitLimit.None)
{
    public override string Text => MeasureTable.Of(Measure).Name;
    public override IReadOnlyList<Measure> Measures => [Measure];
    public override long Of(Tally tally, int limit) => tally.OfAgents(Measure);
}

/// <summary>A number of a wait family.</summary>
internal abstract record WaitsTerm(Measure Family) : Term(WaitLimit.Threshold)
{
    public sealed override IReadOnlyList<Measure> Measures
        => [.. Enumerable.Range(0, WaitThresholds.Count).Select(i => Family.At(i)), Family.Own()];
}

/// <summary>A number of one state.</summary>
internal abstract record StateTerm(Gauge Gauge, WaitLimit Limit = WaitLimit.None) : Term(Limit)
{
    public sealed override IReadOnlyList<Measure> Measures => [Gauge.Number()];
}

/// <summary>A number of agents in several states.</summary>
internal abstract record StatesTerm(AgentStates States) : Term(WaitLimit.None)
{
    public sealed override IReadOnlyList<Measure> Measures => States.Measures;
}

/// <summary>The part of a wait family with a wait of at most the threshold.</summary>
internal sealed record Within(Measure Family) : WaitsTerm(Family)
{
    public override string Text => $"{MeasureTable.Of(Family).Name} within T";
    public override long Of(Tally tally, int limit) => limit == KpiArguments.OwnThreshold
        ? tally.Within(Family, WaitThresholds.Standard) + tally[Family.Own()]
        : tally.Within(Family, limit);
}

/// <summary>Abandoned with a wait of at most the short-abandon limit that was in force in each queue.</summary>
internal sealed record ShortAbandoned() : Term(WaitLimit.None)
{
    public override string Text => "abandoned within the short-abandon limit";
    public override IReadOnlyList<Measure> Measures
        => [Measure.AbandonedByWait.At(WaitThresholds.StandardShortAbandon), Measure.ShortAbandonedOwn];
    public override long Of(Tally tally, int limit)
        => tally.Within(Measure.AbandonedByWait, WaitThresholds.StandardShortAbandon) + tally[Measure.ShortAbandonedOwn];
}

/// <summary>The part of a family of limits that was reached in the window by those that are no longer in its list.</summary>
internal sealed record Reached(Measure Family) : WaitsTerm(Family)
{
    public override string Text => $"{MeasureTable.Of(Family).Name} T";
    public override long Of(Tally tally, int limit) => limit == KpiArguments.OwnThreshold
        ? tally[Family.At(WaitThresholds.Standard)] + tally[Family.Own()]
        : tally[Family.At(limit)];
}

/// <summary>Visits that wait now, times the milliseconds of the window.</summary>
internal sealed record WaitingTimesLength() : StateTerm(Gauge.Waiting)
{
    public override string Text => "waiting now x length of the window";
    public override long Of(Tally tally, int limit) => tally.Now(Gauge) * tally.LengthMs;
}

/// <summary>The time that a share of the times of some histograms is within, by nearest rank, in milliseconds; <see cref="Term.Nobody"/>
/// without any.</summary>
/// <param name="Quantile">From 0, the smallest, to 1, the largest.</param>
internal sealed record TimeAt(Distribution Distribution, double Quantile) : Term(WaitLimit.None)
{
    public override string Text => $"quantile {Quantile.ToString(System.Globalization.CultureInfo.InvariantCulture)} of {Distribution}";
    public override IReadOnlyList<Measure> Measures => Distribution.Histograms;
    public override long Of(Tally tally, int limit) => tally.TimeAt(Distribution.Histograms, Quantile) ?? Nobody;
}

/// <summary>The number in a state now.</summary>
internal sealed record Now(Gauge Gauge) : StateTerm(Gauge)
{
    public override string Text => $"{NameOf(Gauge)} now";
    public override long Of(Tally tally, int limit) => tally.Now(Gauge);
}

/// <summary>Milliseconds since the beginning of those that are in a state now, added up.</summary>
internal sealed record AgesNow(Gauge Gauge) : StateTerm(Gauge)
{
    public override string Text => $"ages of those {NameOf(Gauge)} now";
    public override long Of(Tally tally, int limit) => tally.AgesNow(Gauge);
}

/// <summary>The number in a state at the window's start.</summary>
internal sealed record AtStart(Gauge Gauge) : StateTerm(Gauge)
{
    public override string Text => $"{NameOf(Gauge)} at the start";
    public override long Of(Tally tally, int limit) => tally.AtStart(Gauge);
}

/// <summary>The number in a state at the window's end.</summary>
internal sealed record AtEnd(Gauge Gauge) : StateTerm(Gauge)
{
    public override string Text => $"{NameOf(Gauge)} at the end";
    public override long Of(Tally tally, int limit) => tally.AtEnd(Gauge);
}

/// <summary>Milliseconds spent in a state within the window.</summary>
internal sealed record TimeIn(Gauge Gauge) : StateTerm(Gauge)
{
    public override string Text => $"time {NameOf(Gauge)}";
    public override long Of(Tally tally, int limit) => tally.TimeIn(Gauge);
}

/// <summary>Agents in any of several states now, each counted once, even in two of them in different queues.</summary>
internal sealed record NowInAny(AgentStates States) : StatesTerm(States)
{
    public override string Text => $"{States} now";
    public override long Of(Tally tally, int limit) => tally.Now(States.Gauges);
}

/// <summary>Milliseconds that agents spent in any of some states; of an agent in several queues, the most in one.</summary>
internal sealed record TimeInAny(AgentStates States) : StatesTerm(States)
{
    public override string Text => $"time {States}";
    public override long Of(Tally tally, int limit) => tally.TimeIn(States.Gauges);
}
