using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>The course of a contact that was opened by its source: a ticket, a conversation. A change makes a new one.</summary>
/// <param name="Row">Row of the traits that it was opened with.</param>
internal sealed record ContactLife(Instant OpenedAt, int Row, Channel Channel)
{
    public ContactState State { get; init; } = ContactState.Open;
    public bool IsResolved { get; init; }

    /// <summary>Whom it is assigned to; empty: nobody.</summary>
    public string Agent { get; init; } = "";

    /// <summary>Since when the customer waits for a human agent's word: from the opening on, or from a message; null: has it.</summary>
    public Instant? AskedAt { get; init; }

    /// <summary>Number of the response cycle: 1, and one more with each reopening.</summary>
    public int Cycle { get; init; } = 1;

    /// <summary>Start of the cycle: the opening or the reopening.</summary>
    public Instant CycleAt { get; init; } = OpenedAt;

    /// <summary>A human agent has responded in this cycle.</summary>
    public bool HasResponse { get; init; }

    /// <summary>All that it has counted is known: a version that knew how opened it.</summary>
    public bool KeepsCounts { get; init; }

    /// <summary>Excluded by the source: moves no measure any more.</summary>
    public bool IsExcluded { get; init; }

    /// <summary>The customer opened it.</summary>
    public bool IsInbound { get; init; }

    /// <summary>Since when it has lacked the first response of its first cycle: from the opening, or the end of self-service; null: it
    /// does not, or asks for none.</summary>
    public Instant? UnansweredSince { get; init; }

    /// <summary>Since when in self-service, if it is.</summary>
    public Instant SelfServiceSince { get; init; }

    /// <summary>Past time in self-service.</summary>
    public long SelfServiceMs { get; init; }

    /// <summary>The first agent who handled it; empty: none yet.</summary>
    public string FirstAgent { get; init; } = "";

    /// <summary>Another agent handled it too.</summary>
    public bool HasSecondAgent { get; init; }

    /// <summary>Where and when it counted as resolved at once, as long as it does: a reopening takes that back.</summary>
    public ContactLeft? AtOnce { get; init; }

    /// <summary>The customer has written since the opening.</summary>
    public bool HasCustomerMessage { get; init; }

    /// <summary>Time of its newest event. An older one is applied at this time, so that no duration is negative.</summary>
    public Instant LastAt { get; init; } = OpenedAt;

    /// <summary>States that are counted, each with whether the contact is in it.</summary>
    public static readonly IReadOnlyList<(Gauge Gauge, Func<ContactLife, bool> Has)> Gauges =
    [
        (Gauge.ContactsOpen, life => !life.IsResolved),
        (Gauge.ContactsSelfService, life => !life.IsResolved && life.State == ContactState.SelfService),
        (Gauge.ContactsPending, life => !life.IsResolved && life.State == ContactState.PendingCustomer),
        (Gauge.ContactsScheduled, life => !life.IsResolved && life.State == ContactState.Scheduled),
        (Gauge.ContactsUnassigned, life => !life.IsResolved && life.State != ContactState.SelfService && life.Agent.Length == 0),
        (Gauge.ContactsUnattended, life => !life.IsResolved && life.State != ContactState.SelfService && life.AskedAt is not null),
    ];

    public string Name => IsResolved ? "resolved" : "open";

    public ContactLife HandledBy(string agent)
    {
        if (agent.Length == 0) return this;
        return FirstAgent.Length == 0
            ? this with { FirstAgent = agent }
            : this with { HasSecondAgent = HasSecondAgent || agent != FirstAgent };
    }
}
