namespace CallCenter.Cli;

/// <summary>The time stamps of replayed events.</summary>
internal enum Times
{
    /// <summary>Shifted so that the recording ends now.</summary>
    Rebased,

    /// <summary>As recorded.</summary>
    Recorded,
}
