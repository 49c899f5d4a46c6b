using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>
/// Everything that a visit has counted, reverted or counted once more at the moments that it was counted at, so that arrivals and
/// departures still balance in every window. The time of its agent is no part of it: it was spent.
/// </summary>
internal sealed class VisitCounts(FloorState state, VisitFacts facts)
{
    /// <param name="at">When it leaves or enters the states that it is in now; its wait, from the beginning.</param>
    public void OfLive(Visit visit, Instant at, int sign)
    {
        Waiting(visit, visit.State == VisitState.Waiting ? null : visit.AnsweredAt, sign);
        facts.Kept(visit, sign);
        foreach (var offer in visit.Offers.All) facts.Gauge(visit, offer.Row, Gauge.Alerting, at, sign);
        if (visit.State == VisitState.Waiting) return;
        facts.Answered(visit, sign);
        if (visit.State == VisitState.WrapUp) facts.Completed(visit, sign);
        facts.Gauge(visit, visit.AgentRow, GaugeOf(visit.State), at, sign);
        foreach (var leg in visit.Legs) facts.Gauge(visit, leg.Row, Gauge.Joined, at, sign);
    }

    public void OfFinished(FinishedVisit finished, int sign)
    {
        var visit = finished.Visit;
        // No window shows a row that has retired.
        if (HasRow(visit.QueueRow)) Waiting(visit, finished.WasConnected ? visit.AnsweredAt : visit.EndedAt, sign);
        state.Replace(visit, visit.Counted.All.FindAll(fact => HasRow(fact.Row)));
        facts.Kept(visit, sign);
        if (!finished.WasConnected)
        {
            facts.Left(visit, sign);
            return;
        }
        facts.Answered(visit, sign);
        facts.Completed(visit, sign);
        if (finished.HasWrappedUp) facts.WrappedUp(visit, finished.DoneAt, sign);
        else if (visit.Outcome != VisitOutcome.Lost) facts.Handled(visit, finished.DoneAt, wrapUpMs: 0, sign);
    }

    /// <summary>Refuses to change what a visit has counted, when that does not follow from what is known of it.</summary>
    public static Refusal? RefuseChange(Visit visit, VisitEvent e)
    {
        if (visit.Excluded) return Refusal.OfVisit(visit.Id, "excluded already", e.GetType().Name);
        // Stored before outcomes were.
        return visit.State == VisitState.WrapUp && visit.Outcome is null
            ? Refusal.OfVisit(visit.Id, visit.StateName, e.GetType().Name)
            : null;
    }

    /// <inheritdoc cref="RefuseChange(Visit, VisitEvent)"/>
    public Refusal? RefuseChange(FinishedVisit finished, VisitEvent e, Instant receivedAt)
    {
        var visit = finished.Visit;
        if (RefuseChange(visit, e) is { } refusal) return refusal;
        return receivedAt - finished.DoneAt > state.Options.ExcludableMax || KeyOf(finished) is null
            ? Refusal.OfVisit(visit.Id, "older than any window", e.GetType().Name)
            : null;
    }

    /// <summary>The row of the visit's traits alone, from the row of its end; null when that has retired, which only a jump of clocks makes
    /// happen while the visit can be changed.</summary>
    public RowKey? KeyOf(FinishedVisit finished)
    {
        if (!finished.WasConnected) return state.Rows.KeyOf(finished.Visit.QueueRow);
        if (state.Rows.KeyOf(finished.Visit.TransferRow) is null) return null;
        return state.Rows.KeyOf(finished.Visit.AgentRow) is { } key ? key with { Agent = "", Team = "", Seniority = "" } : null;
    }

    public static Gauge GaugeOf(VisitState state) => state switch
    {
        VisitState.Talking => Gauge.Talking,
        VisitState.OnHold => Gauge.OnHold,
        _ => Gauge.WrapUp,
    };

    private void Waiting(Visit visit, Instant? until, int sign)
    {
        if (!visit.CountsFacts) return;
        facts.Queued(visit, sign);
        facts.Gauge(visit, visit.QueueRow, Gauge.Waiting, visit.QueuedAt, sign);
        if (until is { } end) facts.Gauge(visit, visit.QueueRow, Gauge.Waiting, end, -sign);
    }

    private bool HasRow(int number) => state.Rows.KeyOf(number) is not null;
}
