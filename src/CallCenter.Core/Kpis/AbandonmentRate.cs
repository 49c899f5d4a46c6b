using CallCenter.Core.Measures;

namespace CallCenter.Core.Kpis;

/// <summary>Share of visits whose customer gave up waiting.</summary>
internal static class AbandonmentRate
{
    public static readonly IReadOnlyList<KpiVariant> Variants =
    [
        new("of_offered", "B / O, O = answered + abandoned + flowed out + call-back requested in the window", "Genesys Cloud",
            (t, _) => KpiValue.Ratio(t[Measure.Abandoned], Decided.Of(t))),
        new("of_answered_and_abandoned", "B / (A + B)", "reports that know no flow-outs",
            (t, _) => KpiValue.Ratio(t[Measure.Abandoned], t[Measure.Answered] + t[Measure.Abandoned])),
        new("short_abandons_excluded", "(B - SB) / (O - SB)", "Cisco, Twilio",
            (t, a) => KpiValue.Ratio(t[Measure.Abandoned] - Short(t, a), Decided.Of(t) - Short(t, a))),
    ];

    private static long Short(Tally t, KpiArguments a) => t.Within(Measure.AbandonedByWait, a.ShortAbandon);
}
