namespace CallCenter.Core.Floor;

/// <summary>Kinds of things a floor is stored as. The numbers are stored.</summary>
public enum FloorItemKind : byte
{
    /// <summary>What of a visit never changes.</summary>
    VisitFixed = 1,

    /// <summary>What of a visit changes.</summary>
    VisitLive = 2,

    /// <summary>An agent's id and description.</summary>
    AgentFixed = 3,

    /// <summary>An agent's presence, memberships, capacity, shift.</summary>
    AgentLive = 4,

    /// <summary>A remembered event name.</summary>
    EventId = 5,

    /// <summary>The source itself: newest event, last gap.</summary>
    Source = 6,

    /// <summary>Time of an agent's newest change; apart, since it is all that most events change of an agent.</summary>
    AgentClock = 7,
}

/// <summary>Names a stored thing within its source.</summary>
public readonly record struct FloorItemKey(FloorItemKind Kind, int Handle)
{
    public override int GetHashCode() => (Handle << 4) ^ (int)Kind;
}

/// <summary>A stored thing that is new or changed, or with no value one that is gone.</summary>
public readonly record struct FloorItem(FloorItemKey Key, byte[]? Value);
