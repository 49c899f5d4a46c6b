namespace CallCenter.Core.Tests.Histories;

internal enum StepKind
{
    Queued, Offered, OfferEnded, Answered, Held, Resumed, Ended, WrapUpEnded, Excluded, Message,
    Presence, Membership, Described, Capacity, Planned, ByItself, Life, Classified, Joined,
    Advance, RestoreFloor, Fold, FoldFails, Reload, Check,
}

/// <summary>
/// One thing that happens in a history, in numbers that mean something by themselves: leaving other steps out or making a number smaller
/// gives another history, so that a failing one can be cut down.
/// </summary>
/// <param name="GapMs">Time since the step before, server's clock.</param>
/// <param name="EdgeMs">Above 0: the time then goes on to the next whole multiple.</param>
/// <param name="OffsetMs">What the source's clock says, relative to the server's.</param>
/// <param name="Name">The event's own name; 0: none.</param>
/// <param name="Commits">Whether a commit ends after the step.</param>
internal sealed record Step(
    StepKind Kind, long GapMs, long EdgeMs, long OffsetMs, int Source, int Visit, int Agent, int Queue, int Choice, int Name, bool Commits)
{
    /// <summary>The same step with one thing less about it.</summary>
    public IEnumerable<Step> Simpler()
    {
        if (GapMs != 0) yield return this with { GapMs = 0 };
        if (GapMs > 1_000) yield return this with { GapMs = GapMs / 1_000 * 1_000 / 2 };
        if (EdgeMs != 0) yield return this with { EdgeMs = 0 };
        if (OffsetMs != 0) yield return this with { OffsetMs = 0 };
        if (Source != 0) yield return this with { Source = 0 };
        if (Visit != 0) yield return this with { Visit = 0 };
        if (Agent != 0) yield return this with { Agent = 0 };
        if (Queue != 0) yield return this with { Queue = 0 };
        if (Choice != 0) yield return this with { Choice = 0 };
        if (Name != 0) yield return this with { Name = 0 };
        if (!Commits) yield return this with { Commits = true };
    }
}
