using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>
/// Reverts everything that a visit has counted, at the moments that it was counted at, so that windows read as if the visit had never
/// been. The time of its agent stays: it was spent. Used by one thread at a time.
/// </summary>
internal sealed class Exclusions(FloorState state, VisitFacts facts)
{
    public void Exclude(Visit visit, string reason, Instant at)
    {
        Revert(visit, at);
        Count(visit, RowKey.OfVisit(visit.Traits), reason);
        visit.Excluded = true;
        visit.CountsFacts = false;
    }

    /// <summary>Excludes a visit that is over.</summary>
    public Refusal? Retract(FinishedVisit finished, VisitExcluded e, Instant receivedAt)
    {
        var visit = finished.Visit;
        if (visit.Excluded) return Refusal.OfVisit(visit.Id, "excluded already", nameof(VisitExcluded));
        if (receivedAt - finished.DoneAt > state.Options.ExcludableMax || KeyOf(finished) is not { } key)
            return Refusal.OfVisit(visit.Id, "older than any window", nameof(VisitExcluded));
        state.Journal.Save(visit);
        // No window shows a row that has retired.
        if (HasRow(visit.QueueRow)) RevertWaiting(visit, finished.WasConnected ? visit.AnsweredAt : visit.EndedAt);
        visit.Counted.RemoveAll(fact => !HasRow(fact.Row));
        facts.RevertCounted(visit);
        if (finished.WasConnected) RevertConversation(finished);
        else facts.Left(visit, -1);
        Count(visit, key, e.Reason);
        visit.Excluded = true;
        state.Record(finished);
        return null;
    }

    private void Revert(Visit visit, Instant at)
    {
        RevertWaiting(visit, visit.State == VisitState.Waiting ? null : visit.AnsweredAt);
        facts.RevertCounted(visit);
        foreach (var offer in visit.Offers.All) facts.Gauge(visit, offer.Row, Gauge.Alerting, at, -1);
        if (visit.State == VisitState.Waiting) return;
        facts.Answered(visit, -1);
        if (visit.State == VisitState.WrapUp) facts.Completed(visit, -1);
        facts.Gauge(visit, visit.AgentRow, GaugeOf(visit.State), at, -1);
    }

    private static Gauge GaugeOf(VisitState state) => state switch
    {
        VisitState.Talking => Gauge.Talking,
        VisitState.OnHold => Gauge.OnHold,
        _ => Gauge.WrapUp,
    };

    // At the moments it was counted at, so that arrivals and departures still balance in every window.
    private void RevertWaiting(Visit visit, Instant? until)
    {
        if (!visit.CountsFacts) return;
        facts.Queued(visit, -1);
        facts.Gauge(visit, visit.QueueRow, Gauge.Waiting, visit.QueuedAt, -1);
        if (until is { } end) facts.Gauge(visit, visit.QueueRow, Gauge.Waiting, end, 1);
    }

    private void RevertConversation(FinishedVisit finished)
    {
        var visit = finished.Visit;
        facts.Answered(visit, -1);
        facts.Completed(visit, -1);
        if (finished.HasWrappedUp) facts.WrappedUp(visit, finished.DoneAt, -1);
        else if (visit.Outcome != VisitOutcome.Lost) facts.Handled(visit, finished.DoneAt, wrapUpMs: 0, -1);
    }

    // Where the visit was offered: there a window has one fewer.
    private void Count(Visit visit, RowKey key, string reason)
        => state.Deltas.Count(state.Rows.NumberOf(key with { Reason = reason }), Measure.Excluded, visit.QueuedAt, 1);

    // Of the row of its end, which outlives what can be excluded, unless clocks jump.
    private RowKey? KeyOf(FinishedVisit finished)
    {
        if (!finished.WasConnected) return state.Rows.KeyOf(finished.Visit.QueueRow);
        if (state.Rows.KeyOf(finished.Visit.TransferRow) is null) return null;
        return state.Rows.KeyOf(finished.Visit.AgentRow) is { } key ? key with { Agent = "", Team = "", Seniority = "" } : null;
    }

    private bool HasRow(int number) => state.Rows.KeyOf(number) is not null;
}
