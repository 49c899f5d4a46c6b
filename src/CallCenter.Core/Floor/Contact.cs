using CallCenter.Core.Identity;

namespace CallCenter.Core.Floor;

internal enum ContactDecision : byte { None = 0, Answered = 1, Abandoned = 2, Left = 3 }

/// <summary>
/// A contact that its live visits do not tell all about: its source opened it, or it has, or had, several, or waits for another one. Of any
/// other visit the contact is not kept: the visit stands for it.
/// </summary>
internal sealed class Contact(int handle, string id)
{
    public int Handle { get; } = handle;
    public string Id { get; } = id;

    /// <summary>Its course, when its source has opened it.</summary>
    public ContactLife? Life { get; set; }

    /// <summary>What its course has counted, gauges too: an exclusion reverts it.</summary>
    public CountedFacts Counted { get; set; } = CountedFacts.None;

    /// <summary>Visits that are live, after-call work included.</summary>
    public int LiveVisits { get; set; }

    /// <summary>The visit that counted its arrival.</summary>
    public ContactVisit ArrivedBy { get; set; }

    /// <summary>When it first joined a queue.</summary>
    public Instant EnteredAt { get; set; }

    /// <summary>Row of the visit that counted its arrival: its queue, channel and direction are where the contact counts.</summary>
    public int EntryRow { get; set; }

    public ContactDecision Decision { get; set; }

    /// <summary>The visit that decided it.</summary>
    public ContactVisit DecidedBy { get; set; }

    /// <summary>Where, when and after which wait it counted as left, as long as it does: another visit takes that back.</summary>
    public ContactLeft Left { get; set; }

    /// <summary>The visit that counted it as handled.</summary>
    public ContactVisit HandledBy { get; set; }

    /// <summary>The visit that counted it as transferred.</summary>
    public ContactVisit TransferredBy { get; set; }

    /// <summary>When its last visit ended.</summary>
    public Instant EndedAt { get; set; }

    /// <summary>When the server received that end, by the server's clock.</summary>
    public Instant SeenAt { get; set; }

    /// <summary>Takes a visit off the live ones: its number may be given again.</summary>
    public void Ended(Visit visit)
    {
        Rename(visit.Handle, 0);
        LiveVisits--;
    }

    /// <summary>A live visit has another number.</summary>
    /// <param name="after">0: it is over.</param>
    public void Rename(int before, int after)
    {
        ContactVisit Renamed(ContactVisit by) => by.Handle == before ? by with { Handle = after } : by;
        (ArrivedBy, DecidedBy) = (Renamed(ArrivedBy), Renamed(DecidedBy));
        (HandledBy, TransferredBy) = (Renamed(HandledBy), Renamed(TransferredBy));
    }

    /// <summary>Number of the journal entry that the fields were saved in.</summary>
    public long SavedIn { get; set; }
}

/// <summary>How a contact counted as left.</summary>
internal readonly record struct ContactLeft(int Row, Instant At, long WaitMs);

/// <summary>A visit of a contact; the default: none. Its id may be used again, also for the same contact.</summary>
/// <param name="Handle">0 once it is over.</param>
internal readonly record struct ContactVisit(int Handle, string? Id, Instant QueuedAt)
{
    public static ContactVisit Of(Visit visit) => new(visit.Handle, visit.Id, visit.QueuedAt);

    public bool IsNone => Id is null;

    /// <param name="visit">Without a number when it is over.</param>
    public bool Is(Visit visit) => visit.Handle > 0 ? visit.Handle == Handle : visit.Id == Id && visit.QueuedAt == QueuedAt;
}
