using System.Collections.Frozen;

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
    public static IEnumerable<string> Near(string id) => All
        .Select(k => k.Id)
        .OrderBy(known => Distance(known, id))
        .Take(3);

    // Levenshtein, one row at a time.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
