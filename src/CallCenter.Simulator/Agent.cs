using CallCenter.V1;

namespace CallCenter.Simulator;

/// <summary>An agent of the simulation.</summary>
internal sealed class Agent
{
    public required string Id { get; init; }
    public required string DisplayName { get; init; }
    public required string Team { get; init; }
    public required string Seniority { get; init; }

    /// <summary>Joins the queues at log-in and leaves them at log-out, as hot-desking agents do.</summary>
    public required bool JoinsAtLogIn { get; init; }

    public required int ChatSlots { get; set; }
    public List<Membership> Memberships { get; } = [];
    public Presence Presence { get; set; } = Presence.Offline;
    public string Reason { get; set; } = "";
    public int PresenceChanges { get; set; }
    public int Shift { get; set; }
    public Wish? Wish { get; set; }
    public DateTimeOffset IdleSince { get; set; }
    public DateTimeOffset NoOfferBefore { get; set; }

    /// <summary>Offers, conversations and after-call work: the load on the agent's slots.</summary>
    public List<Visit> Work { get; } = [];

    public bool HasOffers => Work.Exists(visit => visit.Stage == VisitStage.Waiting);

    public int SlotCount(Channel channel) => channel == Channel.Chat ? ChatSlots : 1;

    // One kind of work at a time: a call excludes chats, and chats exclude a call.
    public bool CanTake(Channel channel, DateTimeOffset now) =>
        Presence == Presence.Available && Wish is null && now >= NoOfferBefore && Work.Count < SlotCount(channel)
        && Work.TrueForAll(visit => visit.Channel == channel);
}
