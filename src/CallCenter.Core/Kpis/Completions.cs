using CallCenter.Core.Measures;
using static CallCenter.Core.Kpis.Formula;
using static CallCenter.Core.Kpis.Terms;

namespace CallCenter.Core.Kpis;

/// <summary>Conversations that ended, whoever ended them.</summary>
internal static class Completions
{
    public static readonly IReadOnlyList<KpiVariant> Variants =
    [
        new("all", "Genesys Cloud tHandle.count", Count(Completed)),
        new("by_customer", "Asterisk COMPLETECALLER", Count(Of(Measure.CompletedByCustomer))),
        new("by_agent", "Asterisk COMPLETEAGENT", Count(Of(Measure.CompletedByAgent))),
    ];
}
