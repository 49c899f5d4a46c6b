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

/// <summary>Agents who have been in one of some states for longer than its limit.</summary>
internal sealed record OverStateLimit(AgentStates States) : StatesTerm(States)
{
    public override string Text => $"{States} for longer than the limit now";
    public override long Of(Tally tally, int limit) => tally.OverLimit(States.Gauges);
}

/// <summary>Agents with more breaks in the window than the limit.</summary>
internal sealed record OverBreakCount() : Term(WaitLimit.None)
{
    public override string Text => "agents with more breaks than the limit";
    public override IReadOnlyList<Measure> Measures => [Measure.Breaks];
    public override long Of(Tally tally, int limit) => tally.OverBreakCount(Measure.Breaks);
}

/// <summary>The code of one agent's state.</summary>
internal sealed record StateCode() : StatesTerm(AgentStates.LoggedIn)
{
    public override string Text => "state of the agent";
    public override long Of(Tally tally, int limit) => tally.StateOfAgent;
}

/// <summary>The moment that one agent entered its state; <see cref="Term.Nobody"/> when it is not known.</summary>
internal sealed record StateStart() : StatesTerm(AgentStates.LoggedIn)
{
    public override string Text => "start of the agent's state";
    public override long Of(Tally tally, int limit) => tally.StateSince?.UnixMs ?? Nobody;
}

/// <summary>A term an hour, for quotients with <see cref="Seconds"/>.</summary>
internal sealed record Hourly(Term Amount) : Term(Amount.Limit)
{
    private const int SecondsAnHour = 3600;

    public override string Text => $"{Amount.Text} x {SecondsAnHour}";
    public override IReadOnlyList<Measure> Measures => Amount.Measures;
    public override long Of(Tally tally, int limit) => SecondsAnHour * Amount.Of(tally, limit);
}

/// <summary>A time in whole seconds.</summary>
internal sealed record Seconds(Term Ms) : Term(Ms.Limit)
{
    public override string Text => Ms.Text;
    public override IReadOnlyList<Measure> Measures => Ms.Measures;
    public override long Of(Tally tally, int limit) => Ms.Of(tally, limit) / 1000;
}
