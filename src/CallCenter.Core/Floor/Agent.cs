using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>The gauge and row that an agent is counted in now; no gauge when offline.</summary>
/// <param name="IsProductive">Not ready, for a reason that is work.</param>
internal readonly record struct Activity(Gauge? Gauge, int Row, bool IsProductive = false)
{
    public static readonly Activity None = new(null, 0);
}

/// <summary>An agent's membership of one queue.</summary>
internal sealed class Membership(string queue)
{
    public string Queue { get; } = queue;
    public bool Paused { get; set; }
    public string Reason { get; set; } = "";
    public int? BaseRow { get; set; }
    public Activity Activity { get; set; } = Activity.None;

    /// <inheritdoc cref="Visit.SavedIn"/>
    public long SavedIn { get; set; }
}

/// <summary>An agent: presence (chosen), contacts in each state (from visits), and the one activity derived from both.</summary>
internal sealed class Agent(int handle, string id)
{
    /// <summary>The time of an agent without a change.</summary>
    public static readonly Instant Never = new(0);

    public int Handle { get; } = handle;
    public string Id { get; } = id;
    public string DisplayName { get; set; } = "";
    public string Team { get; set; } = "";
    public string Seniority { get; set; } = "";

    public Presence Presence { get; set; } = Presence.Offline;
    public string Reason { get; set; } = "";
    public SortedList<string, Membership> Memberships { get; } = new(StringComparer.Ordinal);
    public SortedList<Channel, int> Slots { get; } = [];

    /// <summary>Contacts at once: of the channel with the most, since one call or three chats are at most three contacts.</summary>
    public int SlotsMax => Slots.Count == 0 ? 0 : Slots.Values.Max();
    /// <summary>Null: nothing is planned.</summary>
    public AgentPlan? Plan { get; set; }

    /// <summary>The last moment of a plan that was counted; what was before it stays as it was counted. <see cref="Never"/> before the
    /// first.</summary>
    public Instant PlanAt { get; set; } = Never;

    /// <summary>When something else is planned; null: never.</summary>
    public Instant? PlanNext { get; set; }

    public PlanCount Counted { get; set; } = PlanCount.None;

    /// <summary>Counted as one with a break or not-ready presence that begins after a contact.</summary>
    public bool IsPending { get; set; }

    public bool OnShift => Counted.Flags.HasFlag(PlanFlags.Scheduled);

    /// <summary>Start of the present login session, or of the last one; <see cref="Never"/> before the first.</summary>
    public Instant LoggedInAt { get; set; } = Never;

    /// <summary>Live contacts. Not stored: the visits are.</summary>
    public AgentContacts Contacts { get; set; }

    /// <summary>The last offer was not answered; until the next one, a conversation or a choice of the agent.</summary>
    public bool HasMissed { get; set; }

    public AgentExtras Extras { get; set; }

    public int? BaseRow { get; set; }
    public Activity Activity { get; set; } = Activity.None;

    /// <summary>Rows of visits with this agent, by the visit's queue row. Emptied when the team changes.</summary>
    public Dictionary<int, int> ContactRows { get; } = [];

    /// <summary>Rows of slots, by channel. Emptied when the team changes.</summary>
    public Dictionary<Channel, int> SlotRows { get; } = [];

    /// <summary>Time of the newest change. An older event is applied at this time.</summary>
    public Instant LastAt { get; set; } = Never;

    /// <summary>Since when the agent has been in its state, and on a break or not ready for the same reason; <see cref="Never"/> until the
    /// first change of it.</summary>
    public Instant StateSince { get; set; } = Never;

    /// <summary>Whether an event is needed before anything of the agent can change or count.</summary>
    public bool IsGone => Presence == Presence.Offline && Memberships.Count == 0 && Slots.Count == 0
        && Contacts.IsNone && Plan is null;

    /// <summary>Whether a shift, capacity or pending presence is counted in the base row now.</summary>
    public bool CountsInBaseRow => OnShift || IsPending || Slots.Count > 0 || !Extras.IsNone;

    public bool IsDescribed => DisplayName.Length + Team.Length + Seniority.Length > 0;

    /// <inheritdoc cref="Visit.SavedIn"/>
    public long SavedIn { get; set; }

    /// <summary>Forgets the rows of its contacts and slots, which are other ones in another team.</summary>
    public void ClearRows()
    {
        ContactRows.Clear();
        SlotRows.Clear();
    }

    /// <summary>Forgets the rows that nothing of the agent is counted in now: some have retired.</summary>
    public void ForgetRows()
    {
        if (!CountsInBaseRow) BaseRow = null;
        ClearRows();
        foreach (var membership in Memberships.Values) membership.BaseRow = null;
    }

    /// <summary>
    /// The one label of what the agent does, the first that holds: offline, talking, on hold, ringing, wrap-up, break or not
    /// ready, available (the precedence that contact centres publish). A presence change during a contact shows when it is over.
    /// </summary>
    public Gauge? DeriveGauge()
    {
        if (Presence == Presence.Offline) return null;
        return Contacts.GaugeOf(queue: null) ?? Presence switch
        {
            Presence.Break => Gauge.AgentOnBreak,
            Presence.NotReady => Gauge.AgentNotReady,
            _ => Gauge.AgentAvailable,
        };
    }

    /// <summary>The label in a queue: that of its own contacts while the agent has any; elsewhere the agent is busy otherwise.</summary>
    public Gauge GaugeIn(string queue, Gauge ofAgent) => ofAgent.IsOfContact()
        ? Contacts.GaugeOf(queue) ?? Gauge.AgentBusyOther
        : ofAgent;

    /// <summary>One more or fewer contact of a state. The fields must be saved before.</summary>
    public void Step(Visit visit, Gauge gauge, int step)
    {
        Contacts = Contacts.Step(visit.Traits, gauge, step);
        if (step > 0 && gauge is (Gauge.Alerting or Gauge.Talking)) HasMissed = false;
    }
}
