using CallCenter.Core.Measures;
using static CallCenter.Core.Kpis.Formula;
using static CallCenter.Core.Kpis.Terms;

namespace CallCenter.Core.Kpis;

/// <summary>Answered visits that the agent passed on.</summary>
internal static class Transfers
{
    private static readonly Term Blind = Of(Measure.TransferredBlind);
    private static readonly Term Consult = Of(Measure.TransferredConsult);
    private static readonly Term ToOther = Of(Measure.TransferredToOtherDepartment);

    public static readonly IReadOnlyList<KpiVariant> Variants =
    [
        new("all", "Genesys Cloud nTransferred", Count(Blind + Consult)),
        new("blind", "Genesys Cloud nBlindTransferred", Count(Blind)),
        new("consult", "Genesys Cloud nConsultTransferred", Count(Consult)),
        new("to_other_department", "help desks", Count(ToOther)),
    ];

    public static readonly IReadOnlyList<KpiVariant> RateVariants =
    [
        new("all", "Genesys Cloud", Ratio(Blind + Consult, Completed)),
        new("blind", "reports that take consulting for service", Ratio(Blind, Completed)),
        new("consult", "", Ratio(Consult, Completed)),
        new("to_other_department", "help desks", Ratio(ToOther, Completed)),
        ByContact.TransferRate,
    ];
}
