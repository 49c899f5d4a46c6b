using CallCenter.Core.Identity;

namespace CallCenter.Core.Events;

/// <summary>One thing that happened at a source, with valid fields; whether it fits the floor is for the machines to say.</summary>
public abstract record SourceEvent
{
    /// <summary>By the source's clock.</summary>
    public required Instant OccurredAt { get; init; }

    /// <summary>The sender's own name for the event, for senders that cannot number; empty: none.</summary>
    public string EventId { get; init; } = "";
}
