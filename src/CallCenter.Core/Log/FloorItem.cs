namespace CallCenter.Core.Log;

/// <summary>Kinds of things a floor is stored as. The numbers are stored. A reader keeps items of kinds that it does not know.</summary>
public enum FloorItemKind : byte
{
    /// <summary>The fields of a visit that never change, but for a forgotten contact. Begins with a <see cref="VisitFixedHead"/>.</summary>
    VisitFixed = 1,

    /// <summary>The fields of a visit that change. Begins with a <see cref="VisitLiveHead"/>.</summary>
    VisitLive = 2,

    /// <summary>An agent's id and description.</summary>
    AgentFixed = 3,

    /// <summary>An agent's presence, memberships, capacity, shift.</summary>
    AgentLive = 4,

    /// <summary>A remembered event id.</summary>
    EventId = 5,

    /// <summary>The source itself: newest event, gaps. See <see cref="SourceStatus"/>.</summary>
    Source = 6,

    /// <summary>Time of an agent's newest change; apart, since it is all that most events change of an agent.</summary>
    AgentClock = 7,

    /// <summary>A contact of which its live visits do not tell all.</summary>
    Contact = 8,

    /// <summary>The agents who joined the conversation of a visit.</summary>
    VisitLegs = 10,

    /// <summary>A recent contact of a customer whose id is known.</summary>
    CustomerContact = 11,

    /// <summary>A contact that is not resolved, for boards: an <see cref="OpenContactHead"/>. All of it follows from its
    /// <see cref="Contact"/>.</summary>
    OpenContact = 12,

    /// <summary>The older facts that a visit has counted; the newest are in its <see cref="VisitLive"/>.</summary>
    VisitCounted = 13,

    /// <summary>The older facts that a contact has counted; the newest are in its <see cref="Contact"/>.</summary>
    ContactCounted = 14,
}

/// <summary>Names a stored thing within its source.</summary>
public readonly record struct FloorItemKey(FloorItemKind Kind, int Handle)
{
    public override int GetHashCode() => (Handle << 4) ^ (int)Kind;
}

/// <summary>A stored thing that is new or changed, or, without a value, gone.</summary>
/// <param name="Value">Begins with the number of its format, also where the container leaves that out.</param>
public readonly record struct FloorItem(FloorItemKey Key, byte[]? Value);
