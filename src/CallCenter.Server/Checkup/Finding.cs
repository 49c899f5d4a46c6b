namespace CallCenter.Server.Checkup;

/// <summary>What a finding means for a server that would start now.</summary>
public enum FindingState
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>The server would start, but something is unsafe or will fail later.</summary>
    Warning,

    /// <summary>The server would not start.</summary>
    Problem,
}

/// <summary>One result of a checkup.</summary>
/// <param name="Text">A sentence; for a warning or problem with what to do.</param>
public sealed record Finding(FindingState State, string Text)
{
    public static Finding Ok(string text) => new(FindingState.Ok, text);

    public static Finding Warning(string text) => new(FindingState.Warning, text);

    public static Finding Problem(string text) => new(FindingState.Problem, text);
}
