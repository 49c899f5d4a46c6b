using CallCenter.Core.Identity;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>Reverts what a live visit has counted so far, so that it does not count at all. Used by one thread at a time.</summary>
internal sealed class Exclusions(FloorState state, VisitFacts facts)
{
    public void Exclude(Visit visit, string reason, Instant at)
    {
        Revert(visit, at);
        var row = state.Rows.NumberOf(RowKey.OfVisit(visit.Traits) with { Reason = reason });
        state.Deltas.Count(row, Measure.Excluded, at, 1);
        visit.Excluded = true;
        visit.CountsFacts = false;
    }

    // Waiting is reverted at the moments it was counted at, so that arrivals and departures still balance in every window.
    private void Revert(Visit visit, Instant at)
    {
        if (visit.CountsFacts)
        {
            facts.Queued(visit, -1);
            facts.Gauge(visit, visit.QueueRow, Gauge.Waiting, visit.QueuedAt, -1);
        }
        facts.RevertCounted(visit);
        foreach (var offer in visit.Offers.All) facts.Gauge(visit, offer.Row, Gauge.Alerting, at, -1);
        if (!visit.IsConnected) return;
        if (visit.CountsFacts)
        {
            facts.Answered(visit, -1);
            facts.Gauge(visit, visit.QueueRow, Gauge.Waiting, visit.AnsweredAt, 1);
        }
        facts.Gauge(visit, visit.AgentRow, visit.State == VisitState.Talking ? Gauge.Talking : Gauge.OnHold, at, -1);
    }
}
