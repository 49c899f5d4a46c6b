using CallCenter.Core.Measures;
using static CallCenter.Core.Kpis.Formula;
using static CallCenter.Core.Kpis.Terms;

namespace CallCenter.Core.Kpis;

/// <summary>Share of an agent's offers that the agent answered; a visit answered without an offer counts as one.</summary>
internal static class AgentAnswerRate
{
    private static readonly Expression Decided = Answered + Of(Measure.OfferNoAnswer) + Of(Measure.OfferRejected);

    public static readonly IReadOnlyList<KpiVariant> Variants =
    [
        new("of_all", "Amazon Connect AGENT_ANSWER_RATE",
            Ratio(Answered, Decided + Of(Measure.OfferLostRace) + Of(Measure.OfferCanceled))),
        new("of_own", "Amazon Connect, without customer abandons; races that another agent won are left out, too",
            Ratio(Answered, Decided)),
    ];
}
