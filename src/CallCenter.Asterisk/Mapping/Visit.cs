using CallCenter.V1;

namespace CallCenter.Asterisk;

/// <summary>How far a visit is.</summary>
internal enum VisitPhase
{
    /// <summary>In the queue.</summary>
    Waiting,

    /// <summary>Out of the queue; why is not known yet.</summary>
    Left,

    /// <summary>Connected to an agent.</summary>
    Talking,

    /// <summary>Transferred; how is not known yet.</summary>
    Transferring,

    /// <summary>Over.</summary>
    Over,
}

/// <summary>One stay of one caller in one queue.</summary>
internal sealed class Visit(string id, string caller, string queue, DateTimeOffset queued)
{
    public string Id => id;

    /// <summary>Uniqueid of the caller's channel as it joined; it stays the contact's id.</summary>
    public string Contact { get; } = caller;

    /// <summary>Uniqueid of the caller's channel now. A transfer can put another channel into the queue in its place.</summary>
    public string Caller { get; set; } = caller;

    /// <summary>Linkedid of the caller's channel as it joined; empty: unknown.</summary>
    public string Linked { get; init; } = "";

    /// <summary>The channel that waited is gone, and the one in its place has not spoken yet.</summary>
    public bool IsOrphan { get; set; }

    public string Queue => queue;

    public DateTimeOffset QueuedTime => queued;

    public VisitPhase Phase { get; set; } = VisitPhase.Waiting;

    /// <summary>Who is connected.</summary>
    public Agent? Agent { get; set; }

    public DateTimeOffset AnsweredTime { get; set; }

    public List<Offer> Offers { get; } = [];

    /// <summary>Channels of offers seen so far, open or not; a repeated message must not open one again.</summary>
    public HashSet<string> ChannelsSeen { get; } = [];

    /// <summary>Uniqueids by which the agents' side of this visit is known now.</summary>
    public HashSet<string> AgentChannels { get; } = [];

    /// <summary>When the caller left the queue.</summary>
    public DateTimeOffset LeftTime { get; set; }

    /// <summary>QueueCallerAbandon was sent, which alone does not mean abandoned.</summary>
    public bool IsAbandonSaid { get; set; }

    /// <summary>Wait as Asterisk reports it, in seconds.</summary>
    public int? Wait { get; set; }

    /// <summary>The caller asked to hang up while in the queue.</summary>
    public bool IsHangupAsked { get; set; }

    /// <summary>Value of QUEUESTATUS.</summary>
    public string QueueStatus { get; set; } = "";

    public bool IsHeld { get; set; }

    /// <summary>Time of the last Hold or Unhold that counted; while held, the time since when.</summary>
    public DateTimeOffset HoldChangedTime { get; set; }

    /// <summary>All holds that are over.</summary>
    public TimeSpan HeldTime { get; set; }

    /// <summary>When the caller's channel hung up, in a conversation; null: it has not.</summary>
    public DateTimeOffset? CallerGoneTime { get; set; }

    /// <summary>Somebody asked to hang up in the conversation: true the agent, false the caller; null: nobody yet.</summary>
    public bool? IsEndedByAgent { get; set; }

    /// <summary>A Local channel was replaced, and Asterisk itself follows the phone from then on.</summary>
    public bool IsOptimized { get; set; }

    /// <summary>How the agent passed the caller on; unspecified: not (yet).</summary>
    public VisitOutcome Transfer { get; set; }

    public string TransferTarget { get; set; } = "";

    /// <summary>Talk time as Asterisk reports it, in seconds.</summary>
    public int? Talk { get; set; }

    /// <summary>How many reconciliations in a row did not find it.</summary>
    public int MissedCount { get; set; }

    public bool IsLive => Phase != VisitPhase.Over;

    /// <summary>Waiting, or out of the queue for a reason not known yet.</summary>
    public bool IsUndecided => Phase is VisitPhase.Waiting or VisitPhase.Left;

    public bool IsConnected => Phase is VisitPhase.Talking or VisitPhase.Transferring;
}
