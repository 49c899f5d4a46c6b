namespace CallCenter.Core.Measures;

/// <summary>
/// A number of things in a state, stored as two measures: N, the sum of its steps d, and M, the sum of d * t over their moments t.
/// Then N(t) is the number in the state at any moment t, and t * N(t) - M(t) is the time spent in the state up to t, whatever is
/// still going on included; the time in a window is the difference at its edges. The value is the stored number of N; M has the next one.
/// </summary>
public enum Gauge : ushort
{
    Waiting = 400,
    Alerting = 402,
    Talking = 404,
    OnHold = 406,
    WrapUp = 408,
    AgentAvailable = 410,
    AgentRinging = 412,
    AgentTalking = 414,
    AgentOnHold = 416,
    AgentInWrapUp = 418,
    AgentOnBreak = 420,
    AgentNotReady = 422,
    AgentScheduled = 424,
    AgentSlots = 426,
    Joined = 462,

    /// <summary>Its moments are those of the openings, of leaving contacts too: t * N(t) - M(t) is the sum of the ages at t.</summary>
    ContactsOpen = 428,
    ContactsSelfService = 430,
    ContactsPending = 432,
    ContactsUnassigned = 434,
    ContactsUnattended = 436,
    ContactsScheduled = 438,

    // Of plan and state together.
    AgentPlannedWork = 440,
    AgentPresent = 442,
    AgentAtWork = 444,
    AgentAdherent = 446,
    AgentPaid = 448,
    AgentProductive = 450,
    AgentAbsent = 452,

    // On a contact, after which another presence waits.
    AgentPending = 454,

    // In a queue: on a contact of another one.
    AgentBusyOther = 456,

    /// <summary>Its moments are those of the login or the end of the last break, of leaving agents too.</summary>
    AgentWorking = 458,

    // The last offer was not answered.
    AgentMissed = 460,

    // Thousandths of capacity that occupied agents have left; slots that can be taken, of the channel with the most, and by channel.
    AgentSpare = 464,
    AgentSlotsFree = 466,
    AgentChannelSlotsFree = 468,
}
