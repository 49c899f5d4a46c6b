using CallCenter.Core.Measures;

namespace CallCenter.Core.Kpis;

/// <summary>Answered visits that the agent passed on.</summary>
internal static class Transfers
{
    public static readonly IReadOnlyList<KpiVariant> Variants =
    [
        new("all", "blind + consult", "Genesys Cloud nTransferred",
            (t, _) => KpiValue.Count(t[Measure.TransferredBlind] + t[Measure.TransferredConsult])),
        new("blind", "passed on without consulting", "Genesys Cloud nBlindTransferred", (t, _)
            => KpiValue.Count(t[Measure.TransferredBlind])),
        new("consult", "passed on after consulting", "Genesys Cloud nConsultTransferred", (t, _)
            => KpiValue.Count(t[Measure.TransferredConsult])),
    ];
}
