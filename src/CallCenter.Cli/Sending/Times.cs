namespace CallCenter.Cli;

/// <summary>Which times a replayed event carries.</summary>
internal enum Times
{
    /// <summary>Moved, so that the recording ends now.</summary>
    Rebased,

    /// <summary>As recorded.</summary>
    Recorded,
}
