using CallCenter.Core.Measures;

namespace CallCenter.Core.Settings;

/// <summary>The limits that waits are judged by.</summary>
/// <param name="Threshold">An answer with at most this wait is within the service level.</param>
/// <param name="ShortAbandon">An abandon with at most this wait is short.</param>
public sealed record WaitTarget(TimeSpan Threshold, TimeSpan ShortAbandon)
{
    /// <summary>20 s and 5 s: those without settings.</summary>
    public static readonly WaitTarget Standard
        = new(WaitThresholds.At(WaitThresholds.Standard), WaitThresholds.At(WaitThresholds.StandardShortAbandon));

    public bool IsStandard { get; } = Threshold == WaitThresholds.At(WaitThresholds.Standard)
        && ShortAbandon == WaitThresholds.At(WaitThresholds.StandardShortAbandon);
}

/// <summary>Limits of a queue or channel; an omitted one is that of the channel, or of all.</summary>
public sealed record OwnTarget(TimeSpan? Threshold, TimeSpan? ShortAbandon)
{
    internal WaitTarget Over(WaitTarget other) => new(Threshold ?? other.Threshold, ShortAbandon ?? other.ShortAbandon);
}
