using CallCenter.Core.Identity;

namespace CallCenter.Core.Floor;

/// <summary>A visit that is over, as the ledger keeps it: everything that its counts follow from.</summary>
/// <param name="DoneAt">When nothing of it was left, after-call work included.</param>
/// <param name="HasWrappedUp">Its after-call work was counted.</param>
internal sealed record FinishedVisit(Visit Visit, Instant DoneAt, bool HasWrappedUp)
{
    /// <summary>It replaces the record before of the same visit: an exclusion or a classification.</summary>
    public bool IsRevision { get; init; }

    /// <summary>The conversation was reached; else the visit ended waiting.</summary>
    public bool WasConnected => Visit.State != VisitState.Waiting;
}
