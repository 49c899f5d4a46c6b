using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Measures;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Floor;

/// <summary>What something that counts is.</summary>
public enum CountedKind : byte
{
    /// <summary>One stay in a queue, live or over.</summary>
    Visit = 1,

    /// <summary>A contact that its source opened: a ticket, a conversation.</summary>
    OpenedContact = 2,

    /// <summary>What follows from the id of the customer: repeats, what became of missed contacts.</summary>
    CustomerContact = 3,

    /// <summary>An agent.</summary>
    Agent = 4,
}

/// <summary>A visit or contact with everything that it has counted so far.</summary>
/// <param name="At">When it began: when it joined the queue, was opened.</param>
/// <param name="Rows">Rows that tell its queue and agent, those that tell most first.</param>
/// <param name="Deltas">What it has counted.</param>
/// <param name="Live">The lists that it is in.</param>
internal sealed record CountedContact(
    CountedKind Kind, string VisitId, string ContactId, Instant At, IReadOnlyList<int> Rows, IReadOnlyList<Delta> Deltas,
    IReadOnlyList<ListEntry> Live)
{
    public static readonly CountedContact Nothing = new(default, "", "", default, [], [], []);

    /// <summary>When the visit was answered; null: it was not.</summary>
    public Instant? AnsweredAt { get; init; }

    /// <summary>When the wait, the conversation or the contact ended; null: it has not.</summary>
    public Instant? EndedAt { get; init; }

    /// <summary>How the visit ended; null: it has not, or is no visit.</summary>
    public VisitOutcome? Outcome { get; init; }

    /// <summary>The wait, once it is over.</summary>
    public long? WaitMs { get; init; }

    /// <summary>The conversation, once it is over.</summary>
    public long? TalkMs { get; init; }
}
