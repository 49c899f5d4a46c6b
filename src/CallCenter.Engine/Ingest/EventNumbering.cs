namespace CallCenter.Engine.Ingest;

/// <summary>The numbering of a session's events.</summary>
public enum EventNumbering
{
    /// <summary>The sender's sequence, stored with each commit.</summary>
    BySequence,

    /// <summary>Positions within the session, which tell its caller the fate of each event and leave the stored sequence alone.</summary>
    WithinSession,

    /// <summary>None: the session changes what is live, and says nothing of how the source's events arrive.</summary>
    None,
}
