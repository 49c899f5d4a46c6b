using System.Collections.Frozen;
using CallCenter.Core.Identity;

namespace CallCenter.Core.Kpis;

/// <summary>The only list of KPIs.</summary>
public static class KpiCatalog
{
    public static readonly IReadOnlyList<KpiDefinition> All =
    [
        .. QueueKpis.All, .. HandlingKpis.All, .. ContactKpis.All, .. ResponseKpis.All, .. QualityKpis.All,
        .. OutreachKpis.All, .. PressureKpis.All, .. HoursKpis.All,
        .. AgentKpis.All, .. AgentStateKpis.All, .. ShiftKpis.All, .. ProductivityKpis.All, .. FeedKpis.All,
    ];

    private static readonly FrozenDictionary<string, KpiDefinition> ById = All.ToFrozenDictionary(k => k.Id, StringComparer.Ordinal);

    public static KpiDefinition? Find(string id) => ById.GetValueOrDefault(id);

    /// <summary>The ids closest to one that does not exist, for the error's text.</summary>
    public static IEnumerable<string> Near(string id) => SimilarText.Nearest(id, All.Select(k => k.Id)).Take(3);
}
