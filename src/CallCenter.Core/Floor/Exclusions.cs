using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>Takes visits out of all windows, as if they had never been. Used by one thread at a time.</summary>
internal sealed class Exclusions(FloorState state, VisitCounts counts, ContactMachine contacts)
{
    public Refusal? Exclude(Visit visit, VisitExcluded e, Instant at)
    {
        if (VisitCounts.RefuseChange(visit, e) is { } refusal) return refusal;
        counts.OfLive(visit, at, -1);
        visit.Counted = [];
        Count(visit, RowKey.OfVisit(visit.Traits), e.Reason);
        contacts.Excluded(visit);
        state.Customers.Excluded(visit);
        visit.Excluded = true;
        visit.CountsFacts = false;
        return null;
    }

    /// <summary>Excludes a visit that is over.</summary>
    public Refusal? Retract(FinishedVisit finished, VisitExcluded e, Instant receivedAt)
    {
        var visit = finished.Visit;
        if (counts.RefuseChange(finished, e, receivedAt) is { } refusal) return refusal;
        var key = counts.KeyOf(finished)!;
        state.Journal.Save(visit);
        counts.OfFinished(finished, -1);
        visit.Counted = [];
        Count(visit, key, e.Reason);
        contacts.Excluded(visit);
        state.Customers.Excluded(visit);
        visit.Excluded = true;
        state.Record(finished);
        return null;
    }

    // Where the visit was offered: there a window has one fewer.
    private void Count(Visit visit, RowKey key, string reason)
        => state.Deltas.Count(state.Rows.NumberOf(key with { Reason = reason }), Measure.Excluded, visit.QueuedAt, 1);
}
