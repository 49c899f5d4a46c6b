using CallCenter.Core.Measures;

namespace CallCenter.Core.Kpis;

/// <summary>
/// Visits whose outcome fell into the window: answered, abandoned, left otherwise, left for a call-back. Ratios divide by these and not
/// by arrivals,
/// so that they stay within 0 and 1 in a sliding window; over a closed day both are equal (domain: O = A + B + X + C + E).
/// </summary>
internal static class Decided
{
    private static readonly Measure[] FlowOuts =
        [Measure.TimedOut, Measure.KeyExit, Measure.QueueEmpty, Measure.Withdrawn, Measure.Redirected, Measure.Overflowed,
            Measure.Voicemail];

    public static long FlowedOut(Tally t)
    {
        long sum = 0;
        foreach (var measure in FlowOuts) sum += t[measure];
        return sum;
    }

    public static long Of(Tally t) => t[Measure.Answered] + t[Measure.Abandoned] + FlowedOut(t) + t[Measure.CallbackRequested];

    /// <summary>Everything that ends waiting, inferred ends included: what the balance of a queue needs.</summary>
    public static long WithErrors(Tally t) => Of(t) + t[Measure.FailedWaiting] + t[Measure.LostWaiting];
}
