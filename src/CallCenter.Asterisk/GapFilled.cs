namespace CallCenter.Asterisk;

/// <summary>What was read from queue_log after a connection was made.</summary>
/// <param name="Since">From when on lines were looked for.</param>
/// <param name="EventCount">Events that were sent of them.</param>
/// <param name="Failure">Why nothing, or not all, could be read; null when the log covers the whole time.</param>
public sealed record GapFilled(DateTimeOffset Since, long EventCount, string? Failure);
