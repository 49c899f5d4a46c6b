using CallCenter.Core.Events;
using CallCenter.Core.Identity;

namespace CallCenter.Core.Floor;

/// <summary>Changes what visits have counted, live ones and those of the ledger. Used by one thread at a time.</summary>
internal sealed class Revisions(FloorState state, Exclusions exclusions, Reclassification reclassification)
{
    /// <summary>Whether an event of a visit that is over needs its record of the ledger.</summary>
    public static bool IsRevision(SourceEvent e) => e is VisitExcluded or ContactClassified;

    public Refusal? Apply(Visit visit, VisitEvent e, Instant at) => e switch
    {
        VisitExcluded excluded => exclusions.Exclude(visit, excluded, at),
        ContactClassified classified => reclassification.Classify(visit, classified, at),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Excludes a visit that has just been added.</summary>
    /// <param name="reason">Null: no rule excludes it.</param>
    public void ExcludeByRule(Visit visit, string? reason, Instant at)
    {
        if (reason is null) return;
        state.Journal.Save(visit);
        exclusions.Exclude(visit, new VisitExcluded(visit.Id, reason) { OccurredAt = at }, at);
    }

    public Refusal? ApplyToFinished(VisitEvent e, Instant receivedAt)
    {
        if (!IsRevision(e) || state.Finished.Find(e.VisitId) is not { } finished)
            return Refusal.OfVisit(e.VisitId, "not live", e.GetType().Name);
        return e is VisitExcluded excluded
            ? exclusions.Retract(finished, excluded, receivedAt)
            : reclassification.Classify(finished, (ContactClassified)e, receivedAt);
    }
}
