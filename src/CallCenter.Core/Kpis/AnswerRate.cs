using CallCenter.Core.Measures;
using static CallCenter.Core.Kpis.Formula;
using static CallCenter.Core.Kpis.Terms;

namespace CallCenter.Core.Kpis;

/// <summary>Share of visits that were answered.</summary>
internal static class AnswerRate
{
    public static readonly IReadOnlyList<KpiVariant> Variants =
    [
        new("of_offered", "Genesys Cloud", Ratio(Answered, Decided.All)),
        new("of_requests", "share of all requests, those not let into the queue included; Wazo",
            Ratio(Answered, Decided.All + Of(Measure.Refused))),
        new("of_answered_and_abandoned", "reports that know no flow-outs", Ratio(Answered, Answered + Abandoned)),
        ByContact.AnswerRate,
    ];
}
