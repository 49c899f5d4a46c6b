namespace CallCenter.Core.Events;

/// <summary>An event of a contact that its source opens, named by the source.</summary>
public abstract record ContactLifeEvent(string ContactId) : SourceEvent;

/// <param name="Traits">The queue may be empty: not known yet.</param>
/// <param name="SelfService">A bot or menu has it until it is queued, assigned, resolved or closed.</param>
public sealed record ContactOpened(string ContactId, VisitTraits Traits, bool SelfService) : ContactLifeEvent(ContactId)
{
    /// <summary>Empty: not known.</summary>
    public string CustomerId { get; init; } = "";

    /// <inheritdoc cref="VisitQueued.ExcludedFor"/>
    public string? ExcludedFor { get; init; }
}

public sealed record ContactStateChanged(string ContactId, ContactState State) : ContactLifeEvent(ContactId);

/// <param name="Agent">Empty: nobody any more.</param>
public sealed record ContactAssigned(string ContactId, string Agent) : ContactLifeEvent(ContactId);

/// <summary>A message outside of any visit.</summary>
/// <inheritdoc cref="MessageSent"/>
public sealed record ContactMessaged(string ContactId, MessageAuthor Author, bool IsAcknowledgement = false) : ContactLifeEvent(ContactId);

/// <summary>The contact must not count.</summary>
public sealed record ContactExcluded(string ContactId, string Reason) : ContactLifeEvent(ContactId);

/// <summary>What a contact is counted by was found out, or was wrong.</summary>
public sealed record ContactReclassified(string ContactId, Classification Classification) : ContactLifeEvent(ContactId);

public sealed record ContactClosed(string ContactId) : ContactLifeEvent(ContactId);
