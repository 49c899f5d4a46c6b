using static CallCenter.Core.Kpis.Formula;
using static CallCenter.Core.Kpis.Terms;

namespace CallCenter.Core.Kpis;

/// <summary>Share of visits whose customer gave up waiting.</summary>
internal static class AbandonmentRate
{
    public static readonly IReadOnlyList<KpiVariant> Variants =
    [
        new("of_offered", "Genesys Cloud", Ratio(Abandoned, Decided.All)),
        new("of_answered_and_abandoned", "reports that know no flow-outs", Ratio(Abandoned, Answered + Abandoned)),
        new("short_abandons_excluded", "Cisco, Twilio", Ratio(Abandoned - ShortAbandons, Decided.All - ShortAbandons)),
        ByContact.AbandonmentRate,
    ];
}
