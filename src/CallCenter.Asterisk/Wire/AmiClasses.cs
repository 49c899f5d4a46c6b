namespace CallCenter.Asterisk;

/// <summary>Classes of AMI events that the adapter needs, as in a user's <c>read=</c>.</summary>
[Flags]
public enum AmiClasses
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The queues.</summary>
    Agent = 1,

    /// <summary>The channels.</summary>
    Call = 2,

    /// <summary>Boot, reload and stop.</summary>
    System = 4,

    /// <summary>Variables and applications: why a caller left or was refused.</summary>
    Dialplan = 8,

    /// <summary>All that are needed.</summary>
    All = Agent | Call | System | Dialplan,
}
