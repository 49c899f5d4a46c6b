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

    /// <summary>Uniqueid of the caller's channel.</summary>
    public string Caller => caller;

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

    /// <summary>Wait as Asterisk says it, in seconds.</summary>
    public int? Wait { get; set; }

    /// <summary>The caller asked to hang up before leaving the queue.</summary>
    public bool IsHangupAsked { get; set; }

    /// <summary>Value of QUEUESTATUS.</summary>
    public string QueueStatus { get; set; } = "";

    public bool IsHeld { get; set; }

    /// <summary>The last Hold or Unhold that was taken.</summary>
    public DateTimeOffset HoldChangedTime { get; set; }

    /// <summary>How the agent passed the caller on; unspecified: not (yet).</summary>
    public VisitOutcome Transfer { get; set; }

    public string TransferTarget { get; set; } = "";

    /// <summary>Conversation as Asterisk says it, in seconds.</summary>
    public int? Talk { get; set; }

    /// <summary>How many reconciliations in a row did not find it.</summary>
    public int MissedCount { get; set; }

    public bool IsLive => Phase != VisitPhase.Over;

    public bool IsConnected => Phase is VisitPhase.Talking or VisitPhase.Transferring;
}
