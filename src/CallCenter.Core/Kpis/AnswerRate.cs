using CallCenter.Core.Measures;

namespace CallCenter.Core.Kpis;

/// <summary>Share of visits that were answered.</summary>
internal static class AnswerRate
{
    public static readonly IReadOnlyList<KpiVariant> Variants =
    [
        new("of_offered", "A / O, O = answered + abandoned + flowed out + call-back requested in the window", "Genesys Cloud",
            (t, _) => KpiValue.Ratio(t[Measure.Answered], Decided.Of(t))),
        new("of_requests", "A / (O + refused)", "share of all requests, those not let into the queue included; Wazo",
            (t, _) => KpiValue.Ratio(t[Measure.Answered], Decided.Of(t) + t[Measure.Refused])),
        new("of_answered_and_abandoned", "A / (A + B)", "reports that know no flow-outs",
            (t, _) => KpiValue.Ratio(t[Measure.Answered], t[Measure.Answered] + t[Measure.Abandoned])),
    ];
}
