using CallCenter.V1;

namespace CallCenter.Asterisk;

/// <summary>What keeps a device from taking calls, beside the queues.</summary>
internal enum DeviceTrouble
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is in use, and not by a call of a queue.</summary>
    Busy,

    /// <summary>It is not reachable.</summary>
    Gone,
}

/// <summary>One device that is, or was, a member of queues. The interface is the identity: names repeat and change.</summary>
internal sealed class Agent(string id, string device)
{
    public string Id => id;

    /// <summary>The interface in full, of which the id may be a shortened form.</summary>
    public string Interface => device;

    public string Name { get; set; } = "";

    public SortedDictionary<string, Membership> Memberships { get; } = new(StringComparer.Ordinal);

    /// <summary>Live visits that ring here or are connected.</summary>
    public HashSet<Visit> Work { get; } = [];

    /// <summary>Asterisk's device state; 0: not known.</summary>
    public int Device { get; set; }

    public DateTimeOffset DeviceTime { get; set; }

    public DeviceTrouble Trouble { get; set; }

    public DateTimeOffset TroubleSince { get; set; }

    /// <summary>The trouble has lasted.</summary>
    public bool IsTroubleSure { get; set; }

    /// <summary>The last reported presence; an agent without any is offline.</summary>
    public Presence Presence { get; set; } = Presence.Offline;

    public string Reason { get; set; } = "";

    /// <summary>Time of the last reported presence; presence never goes back in time.</summary>
    public DateTimeOffset PresenceTime { get; set; }
}
