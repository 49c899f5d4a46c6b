using CallCenter.Core.Identity;

namespace CallCenter.Core.Events;

/// <summary>Everything that is live at the source.</summary>
public sealed record FloorReported(IReadOnlyList<LiveVisit> Visits, IReadOnlyList<LiveAgent> Agents) : SourceEvent
{
    /// <summary>What happened since the last event before a break has been sent: nothing is missing.</summary>
    public bool GapRepaired { get; init; }

    /// <summary>A part: the next event goes on with it.</summary>
    public bool MoreFollows { get; init; }
}

/// <param name="Agent">The agent who is connected; empty: waiting.</param>
/// <param name="HeldAt">Since when on hold; none: not on hold.</param>
public sealed record LiveVisit(
    string VisitId, string ContactId, VisitTraits Traits, Instant QueuedAt, string Agent, Instant AnsweredAt, Instant? HeldAt)
{
    /// <inheritdoc cref="VisitQueued.CustomerId"/>
    public string CustomerId { get; init; } = "";

    /// <inheritdoc cref="VisitQueued.ExcludedFor"/>
    public string? ExcludedFor { get; init; }
}

public sealed record LiveAgent(string Agent, Presence Presence, string Reason, IReadOnlyList<LiveMembership> Memberships);

public sealed record LiveMembership(string Queue, MembershipState State, string Reason);
