using static CallCenter.Core.Kpis.Terms;

namespace CallCenter.Core.Kpis;

/// <summary>
/// Visits whose outcome fell into the window. Ratios divide by these and not by arrivals, so that they stay within 0 and 1 in a sliding
/// window; over a closed day both are equal (domain: O = A + B + X + C + E).
/// </summary>
internal static class Decided
{
    /// <summary>Left neither answered nor abandoned nor for a call-back.</summary>
    public static readonly Named FlowedOut = (TimedOut + KeyExit + QueueEmpty + Withdrawn + Redirected + Overflowed + Voicemail)
        .As("flowed out");

    public static readonly Named All = (Answered + Abandoned + FlowedOut + CallbackRequested).As("decided");

    /// <summary>Everything that ends waiting, inferred ends included: what the balance of a queue needs.</summary>
    public static readonly Named WithErrors = (All + FailedWaiting + LostWaiting).As("ended");
}
