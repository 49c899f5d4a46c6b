using CallCenter.Core.Measures;

namespace CallCenter.Core.Kpis;

/// <summary>Agents who were in any of some states at any time of the window, each counted once.</summary>
internal sealed record DistinctInAny(AgentStates States) : StatesTerm(States)
{
    public override string Text => $"distinct agents {States}";
    public override long Of(Tally tally, int limit) => tally.DistinctIn(States.Gauges);
}

/// <summary>Days of agents who were in any of some states, by the days of the tenant's zone.</summary>
internal sealed record AgentDays(AgentStates States) : StatesTerm(States)
{
    public override string Text => $"agent days {States}";
    public override long Of(Tally tally, int limit) => tally.AgentDays(States.Gauges);
}

/// <summary>Milliseconds of the window.</summary>
/// <param name="Gauge">Says in which rows the formula is.</param>
internal sealed record WindowLength(Gauge Gauge) : StateTerm(Gauge)
{
    public override string Text => "length of the window";
    public override long Of(Tally tally, int limit) => tally.LengthMs;
}

/// <summary>Cost of agents' time, in thousandths of the currency.</summary>
internal sealed record CostOfTime(Term Ms) : Term(Ms.Limit)
{
    public override string Text => $"cost of {Ms.Text}";
    public override IReadOnlyList<Measure> Measures => Ms.Measures;
    public override long Of(Tally tally, int limit) => tally.CostOfAgents(Ms.Of(tally, limit));
}

/// <summary>Cost of systems, building and utilities over the window, in thousandths of the currency.</summary>
/// <param name="Gauge">Says in which rows the formula is.</param>
internal sealed record FixedCost(Gauge Gauge) : StateTerm(Gauge)
{
    public override string Text => "fixed cost of the window";
    public override long Of(Tally tally, int limit) => tally.FixedCost(tally.LengthMs);
}
