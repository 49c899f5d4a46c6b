using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

internal enum VisitState : byte { Waiting = 1, Talking = 2, OnHold = 3, WrapUp = 4 }

/// <summary>One presentation of a visit to an agent, still open.</summary>
internal readonly record struct Offer(Agent Agent, Instant Since, int Row);

/// <summary>Something of an offer or a message that was counted once, and where.</summary>
internal readonly record struct CountedFact(int Row, Measure Measure, Instant At);

/// <summary>A live visit: what the machine needs to know to take its next event.</summary>
internal sealed class Visit(int handle, string id, string contactId, VisitTraits traits, Instant queuedAt)
{
    public int Handle { get; } = handle;
    public string Id { get; } = id;
    public string ContactId { get; } = contactId;
    public VisitTraits Traits { get; } = traits;
    public Instant QueuedAt { get; } = queuedAt;

    public VisitState State { get; set; } = VisitState.Waiting;
    public List<Offer> Offers { get; } = [];

    /// <summary>What offers and messages have counted so far: an exclusion takes it back.</summary>
    public List<CountedFact> Counted { get; } = [];

    public Agent? Agent { get; set; }
    public Instant AnsweredAt { get; set; }
    public Instant HeldSince { get; set; }
    public Instant WrapUpSince { get; set; }
    public long WaitMs { get; set; }
    public long RingMs { get; set; }
    public long HoldMs { get; set; }
    public int Holds { get; set; }

    /// <summary>Row of the visit's traits alone; facts before an agent is known.</summary>
    public int QueueRow { get; set; }

    /// <summary>Row of the traits and the agent; facts after the answer.</summary>
    public int AgentRow { get; set; }

    /// <summary>False for a visit that was taken over while connected: its beginning was not seen, so it is in no average.</summary>
    public bool CountsFacts { get; set; } = true;

    /// <summary>Excluded by the source: moves no measure at all.</summary>
    public bool Excluded { get; set; }

    /// <summary>Time of the newest event of this visit; an older one is taken as if it came now, so no time is negative.</summary>
    public Instant LastAt { get; set; } = queuedAt;

    /// <summary>When the server last heard of this visit, server's clock.</summary>
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

    public Instant Stamp(Instant at) => LastAt = Instant.Max(LastAt, at);
}
