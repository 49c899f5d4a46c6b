namespace CallCenter.Core.Events;

/// <summary>An event of one visit, named by the source.</summary>
public abstract record VisitEvent(string VisitId) : SourceEvent;

/// <summary>What a visit is counted by.</summary>
/// <param name="Tags">Canonical: see <see cref="Measures.TagText"/>.</param>
public sealed record VisitTraits(
    string Queue, Channel Channel, Direction Direction, string CustomerTier, string IssueType, string Complexity, string Tags)
{
    public string CustomerSegment { get; init; } = "";
    public string Priority { get; init; } = "";
    public string Language { get; init; } = "";
}

public sealed record VisitQueued(string VisitId, string ContactId, VisitTraits Traits) : VisitEvent(VisitId)
{
    /// <summary>Empty: not known.</summary>
    public string CustomerId { get; init; } = "";

    /// <summary>Why a rule of the tenant excludes the visit from the beginning; null: none does.</summary>
    public string? ExcludedFor { get; init; }
}

public sealed record VisitOffered(string VisitId, string Agent) : VisitEvent(VisitId);

public sealed record OfferEnded(string VisitId, string Agent, OfferResult Result) : VisitEvent(VisitId);

public sealed record VisitAnswered(string VisitId, string Agent, TimeSpan? ReportedWait, TimeSpan? ReportedRing) : VisitEvent(VisitId);

public sealed record VisitHeld(string VisitId) : VisitEvent(VisitId);

public sealed record VisitResumed(string VisitId) : VisitEvent(VisitId);

/// <param name="TransferTarget">Where a transfer went; empty: unknown, or no transfer.</param>
public sealed record VisitEnded(
    string VisitId, VisitOutcome Outcome, TimeSpan? ReportedWait, TimeSpan? ReportedTalk, bool WrapUpFollows, string TransferTarget = "")
    : VisitEvent(VisitId);

public sealed record WrapUpEnded(string VisitId) : VisitEvent(VisitId);

/// <param name="Scope">What the visit leaves.</param>
public sealed record VisitExcluded(string VisitId, string Reason, ExclusionScope Scope = ExclusionScope.All) : VisitEvent(VisitId);

/// <summary>What a visit is counted by was found out, or was wrong.</summary>
public sealed record ContactClassified(string VisitId, Classification Classification) : VisitEvent(VisitId);

/// <summary>Another agent joined the conversation, or goes on in another role.</summary>
public sealed record ConversationJoined(string VisitId, string Agent, ConversationRole Role) : VisitEvent(VisitId);

public sealed record ConversationLeft(string VisitId, string Agent) : VisitEvent(VisitId);

/// <param name="IsAcknowledgement">It only says that the customer's message was received, as all of the system's do.</param>
public sealed record MessageSent(string VisitId, MessageAuthor Author, bool IsAcknowledgement = false) : VisitEvent(VisitId);
