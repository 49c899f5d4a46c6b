using CallCenter.Core.Measures;

namespace CallCenter.Core.Kpis;

/// <summary>Conversations that ended, whoever ended them.</summary>
internal static class Completions
{
    public static readonly IReadOnlyList<KpiVariant> Variants =
    [
        new("all", "all ends, transfers included", "Genesys Cloud tHandle.count", (t, _) => KpiValue.Count(t[Measure.Completed])),
        new("by_customer", "the customer ended it", "Asterisk COMPLETECALLER", (t, _) => KpiValue.Count(t[Measure.CompletedByCustomer])),
        new("by_agent", "the agent ended it", "Asterisk COMPLETEAGENT", (t, _) => KpiValue.Count(t[Measure.CompletedByAgent])),
    ];
}
