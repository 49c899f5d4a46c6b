using CallCenter.Core.Measures;

namespace CallCenter.Core.Kpis;

/// <summary>
/// Service level in every variant that the field uses. A, B, X, C: answered, abandoned, flowed out, left for a call-back; a T
/// behind them: with a wait of at most the threshold; SB: abandoned within the short-abandon limit; O = A + B + X + C, decided in the
/// window; N_T: reached the threshold waiting, whatever came after, those still waiting included.
/// </summary>
internal static class ServiceLevel
{
    public static readonly IReadOnlyList<KpiVariant> Variants =
    [
        new("event_ignored", "A_T / (A_T + N_T): abandons within T do not count; a visit counts against it at the moment it reaches T",
            "Cisco UCCE service-level events, abandoned calls ignored",
            (t, a) => KpiValue.Ratio(A(t, a), A(t, a) + N(t, a))),
        new("event_negative", "A_T / (A_T + B_T + N_T)", "Cisco UCCE service-level events, abandons negative",
            (t, a) => KpiValue.Ratio(A(t, a), A(t, a) + B(t, a) + N(t, a))),
        new("event_positive", "(A_T + B_T) / (A_T + B_T + N_T)", "Cisco UCCE service-level events, abandons positive",
            (t, a) => KpiValue.Ratio(A(t, a) + B(t, a), A(t, a) + B(t, a) + N(t, a))),
        new("abandons_positive", "(A_T + B_T) / O", "ICMI 1; Cisco positive",
            (t, a) => KpiValue.Ratio(A(t, a) + B(t, a), O(t))),
        new("answered_only", "A_T / A", "ICMI 2; Cisco only handled; Wazo; Asterisk ServicelevelPerf",
            (t, a) => KpiValue.Ratio(A(t, a), t[Measure.Answered])),
        new("abandons_negative", "A_T / O", "ICMI 3; Cisco negative; Genesys Cloud, abandons included",
            (t, a) => KpiValue.Ratio(A(t, a), O(t))),
        new("abandons_ignored", "A_T / (O - B_T)", "ICMI 4; Cisco ignored; Bright Pattern",
            (t, a) => KpiValue.Ratio(A(t, a), O(t) - B(t, a))),
        new("short_abandons_positive", "(A_T + SB) / O", "ICMI 5",
            (t, a) => KpiValue.Ratio(A(t, a) + Short(t, a), O(t))),
        new("short_abandons_excluded", "A_T / (O - SB)", "Twilio; Google CCAI Platform; RingCentral",
            (t, a) => KpiValue.Ratio(A(t, a), O(t) - Short(t, a))),
        new("removed_from_queue", "(A_T + B_T + C_T + X_T) / O", "Amazon Connect",
            (t, a) => KpiValue.Ratio(A(t, a) + B(t, a) + C(t, a) + X(t, a), O(t))),
        new("switches_abandons_included", "A_T / (A + B)", "Genesys Cloud, abandons included, flow-outs not",
            (t, a) => KpiValue.Ratio(A(t, a), t[Measure.Answered] + t[Measure.Abandoned])),
        new("switches_short_abandons_excluded", "A_T / (A + B - SB)", "Genesys Cloud, short abandons excluded",
            (t, a) => KpiValue.Ratio(A(t, a), t[Measure.Answered] + t[Measure.Abandoned] - Short(t, a))),
        new("switches_flow_outs_included", "A_T / (A + B + X)", "Genesys Cloud, abandons and flow-outs included",
            (t, a) => KpiValue.Ratio(A(t, a), t[Measure.Answered] + t[Measure.Abandoned] + Decided.FlowedOut(t))),
        new("ignored_with_dequeue", "A_T / (O - B_T - X - C)", "Cisco UCCE 15",
            (t, a) => KpiValue.Ratio(A(t, a), O(t) - B(t, a) - Decided.FlowedOut(t) - t[Measure.CallbackRequested])),
        new("asterisk_perf2", "(A_T + B_T + X_T) / (A + B + X), key exits left out",
            "Asterisk ServicelevelPerf2, which takes time-outs and the like for abandons",
            (t, a) => KpiValue.Ratio(
                A(t, a) + B(t, a) + XWithoutKey(t, a), t[Measure.Answered] + t[Measure.Abandoned]
                    + Decided.FlowedOut(t) - t[Measure.KeyExit])),
    ];

    private static long A(Tally t, KpiArguments a) => t.Within(Measure.AnsweredByWait, a.Threshold);
    private static long B(Tally t, KpiArguments a) => t.Within(Measure.AbandonedByWait, a.Threshold);
    private static long C(Tally t, KpiArguments a) => t.Within(Measure.CallbackByWait, a.Threshold);
    private static long X(Tally t, KpiArguments a) => XWithoutKey(t, a) + t.Within(Measure.KeyExitByWait, a.Threshold);
    private static long XWithoutKey(Tally t, KpiArguments a) => t.Within(Measure.LeftByWait, a.Threshold);
    private static long N(Tally t, KpiArguments a) => t[Measure.ReachedWait.At(a.Threshold)] + t.WaitingBeyond(a.Threshold);
    private static long Short(Tally t, KpiArguments a) => t.Within(Measure.AbandonedByWait, a.ShortAbandon);
    private static long O(Tally t) => Decided.Of(t);
}
