using CallCenter.Core.Events;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;

namespace CallCenter.Core.Explanations;

/// <summary>The two parts of a value, or what something adds to them: things, milliseconds, or thousandths.</summary>
/// <param name="Of">The count, sum or numerator.</param>
/// <param name="By">The denominator; 0 without one.</param>
public readonly record struct ValueParts(long Of, long By)
{
    public bool IsNothing => (Of | By) == 0;

    public static ValueParts operator +(ValueParts a, ValueParts b) => new(a.Of + b.Of, a.By + b.By);

    public static ValueParts operator -(ValueParts a, ValueParts b) => new(a.Of - b.Of, a.By - b.By);
}

/// <summary>Place of an entry in an explanation: the newest first, then by source and id. It stays while the visit or contact goes
/// on.</summary>
/// <param name="At">When it began; <see cref="Instant.MinValue"/> of agents, who come last.</param>
/// <param name="Tie">Tells two of one moment apart whose ids were erased.</param>
public readonly record struct EntryKey(Instant At, string Source, CountedKind Kind, string Id, long Tie) : IComparable<EntryKey>
{
    public int CompareTo(EntryKey other)
    {
        var order = other.At.UnixMs.CompareTo(At.UnixMs);
        if (order == 0) order = string.CompareOrdinal(Source, other.Source);
        if (order == 0) order = Kind.CompareTo(other.Kind);
        if (order == 0) order = string.CompareOrdinal(Id, other.Id);
        return order == 0 ? Tie.CompareTo(other.Tie) : order;
    }
}

/// <summary>A contact or agent behind a value.</summary>
/// <param name="Added">What it adds to the parts of the value.</param>
public sealed record ExplainedEntry(EntryKey Key, ValueParts Added)
{
    public CountedKind Kind => Key.Kind;

    /// <summary>Empty when it was erased, and where there is none.</summary>
    public string VisitId { get; init; } = "";

    /// <inheritdoc cref="VisitId"/>
    public string ContactId { get; init; } = "";

    /// <summary>Empty when it is not known within what is selected.</summary>
    public string Queue { get; init; } = "";

    /// <inheritdoc cref="Queue"/>
    public string Agent { get; init; } = "";

    /// <summary>Null for agents.</summary>
    public Instant? BeganAt { get; init; }

    /// <inheritdoc cref="CountedContact.AnsweredAt"/>
    public Instant? AnsweredAt { get; init; }

    /// <inheritdoc cref="CountedContact.EndedAt"/>
    public Instant? EndedAt { get; init; }

    /// <inheritdoc cref="CountedContact.Outcome"/>
    public VisitOutcome? Outcome { get; init; }

    /// <inheritdoc cref="CountedContact.WaitMs"/>
    public long? WaitMs { get; init; }

    /// <inheritdoc cref="CountedContact.TalkMs"/>
    public long? TalkMs { get; init; }
}
