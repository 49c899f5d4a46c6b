using CallCenter.Core.Identity;

namespace CallCenter.Engine.Ingest;

/// <summary>Why a session ended before its client asked for it.</summary>
public enum SessionEnd
{
    /// <summary>Another session owns the source.</summary>
    Superseded,

    /// <summary>The store was rolled back to an earlier state.</summary>
    MarkMoved,

    /// <summary>The store does not answer, or the server stops.</summary>
    StoreUnavailable,

    /// <summary>Events are missing.</summary>
    SequenceGap,

    /// <summary>A defect of the server.</summary>
    Broken,
}

/// <summary>A session ended before its client asked for it.</summary>
public sealed class SessionEndedException(SessionEnd end, string message, Sequence expected = default, Sequence received = default)
    : Exception(message)
{
    public SessionEnd End { get; } = end;
    public Sequence Expected { get; } = expected;
    public Sequence Received { get; } = received;

    internal static SessionEndedException OfGap(Sequence expected, Sequence received) => new(
        SessionEnd.SequenceGap,
        $"Events are missing: expected sequence {expected}, received {received}. "
            + "Reconnect and go on after the welcome's committed sequence.",
        expected, received);
}
