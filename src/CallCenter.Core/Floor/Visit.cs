using CallCenter.Core.Events;
using CallCenter.Core.Identity;

namespace CallCenter.Core.Floor;

internal enum VisitState : byte { Waiting = 1, Talking = 2, OnHold = 3, WrapUp = 4 }

/// <summary>A live visit: everything that its next event depends on.</summary>
internal sealed class Visit(int handle, string id, string contactId, VisitTraits traits, Instant queuedAt)
{
    public int Handle { get; set; } = handle;
    public string Id { get; } = id;

    /// <summary>The contact; the visit's own id when none was given, or when it was forgotten.</summary>
    public string ContactId { get; private set; } = contactId;

    public VisitTraits Traits { get; set; } = traits;
    public Instant QueuedAt { get; } = queuedAt;

    public VisitState State { get; set; } = VisitState.Waiting;
    public OpenOffers Offers { get; } = new();

    /// <summary>Agents who joined the conversation.</summary>
    public IReadOnlyList<Leg> Legs { get; set; } = [];

    /// <summary>The first counts of offers, messages and replies: an exclusion reverts them.</summary>
    public CountedFacts Counted { get; set; } = CountedFacts.None;

    /// <summary>When the customer wrote the oldest message that no human agent has replied to; null without one.</summary>
    public Instant? AskedAt { get; set; }

    /// <summary>A human agent has written.</summary>
    public bool HasReply { get; set; }

    /// <summary>The contact, when it is kept apart; null: the visit is alone and stands for it.</summary>
    public Contact? Contact { get; set; }

    /// <summary>Number of the <see cref="Floor.CustomerContact"/> that began with this visit; negative: with another visit of the contact;
    /// 0: the customer is not known.</summary>
    public int CustomerContact { get; set; }

    public Agent? Agent { get; set; }
    public Instant AnsweredAt { get; set; }
    public Instant HeldSince { get; set; }
    public long WaitMs { get; set; }
    public long RingMs { get; set; }
    public long HoldMs { get; set; }
    public int Holds { get; set; }

    /// <summary>The conversation, once it is over.</summary>
    public long TalkMs { get; set; }

    /// <summary>How the wait or the conversation ended, once it did. Null in wrap-up also for a visit stored before this was.</summary>
    public VisitOutcome? Outcome { get; set; }

    /// <summary>When the wait or the conversation ended.</summary>
    public Instant EndedAt { get; set; }

    /// <summary>The wait ended while an agent's phone rang, or the conversation while the customer was on hold.</summary>
    public bool EndedRingingOrHeld { get; set; }

    /// <summary>Row of a transfer; that of the agent for any other ending of a conversation.</summary>
    public int TransferRow { get; set; }

    /// <summary>Row of the visit's traits alone, for facts before an agent is known.</summary>
    public int QueueRow { get; set; }

    /// <summary>Row of the traits and the agent, for facts after the answer.</summary>
    public int AgentRow { get; set; }

    /// <summary>False for a visit that a floor report found connected: its beginning was not seen, so it is in no average.</summary>
    public bool CountsFacts { get; set; } = true;

    /// <summary>Excluded by the source: moves no measure at all.</summary>
    public bool Excluded { get; set; }

    /// <summary>Excluded from times to responses: none of its responses counts.</summary>
    public bool IsWithoutResponses { get; set; }

    /// <summary>Time of the newest event of this visit. An older event is applied at this time, so that no duration is negative.</summary>
    public Instant LastAt { get; set; } = queuedAt;

    /// <summary>When the server last received an event of this visit, by the server's clock.</summary>
    public Instant SeenAt { get; set; }

    public bool IsConnected => State is VisitState.Talking or VisitState.OnHold;

    public string StateName => State switch
    {
        VisitState.Waiting => "waiting",
        VisitState.Talking => "connected",
        VisitState.OnHold => "on hold",
        VisitState.WrapUp => "in wrap-up",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Time alone was to end the visit, and the server failed on it; it is not tried again.</summary>
    public bool IsStuck { get; set; }

    /// <summary>Number of the journal entry that the fields were saved in.</summary>
    public long SavedIn { get; set; }

    public void ForgetContact() => (ContactId, Contact) = (Id, null);

    public Instant Stamp(Instant at) => LastAt = Instant.Max(LastAt, at);
}
