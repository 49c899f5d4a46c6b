using System.Globalization;
using System.Text;
using CallCenter.Notation;
using CallCenter.V1;
using KpiDefinition = CallCenter.Core.Kpis.KpiDefinition;

namespace CallCenter.Server.Doors;

/// <summary>A snapshot as OpenMetrics text, which the older Prometheus format reads too: a family a KPI, a sample a group.</summary>
internal static class KpiMetricsText
{
    /// <param name="find">Finds the definition of a KPI; null: there is none any more.</param>
    public static string Of(Selector selector, Snapshot snapshot, Func<string, KpiDefinition?> find, int groupsMax)
    {
        var text = new StringBuilder();
        var columns = snapshot.Columns.Select((column, index) => (column.Kpi, Index: index)).ToList();
        foreach (var family in columns.GroupBy(column => column.Kpi.Id))
        {
            if (find(family.Key) is not { } definition) continue;
            var name = NameOf(definition);
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {definition.Name.En}.\n# TYPE {name} gauge\n");
            foreach (var row in snapshot.Rows.Take(groupsMax))
            {
                foreach (var (kpi, index) in family)
                {
                    if (row.Values[index] is { HasNumber: true, Number: var number })
                        text.Append(CultureInfo.InvariantCulture, $"{name}{{{Labels(selector, row, kpi, definition)}}} {number:R}\n");
                }
            }
        }
        text.Append("# HELP callcenter_kpi_groups_omitted Groups beyond the limit of this address.\n")
            .Append("# TYPE callcenter_kpi_groups_omitted gauge\n")
            .Append(CultureInfo.InvariantCulture, $"callcenter_kpi_groups_omitted {Math.Max(snapshot.Rows.Count - groupsMax, 0)}\n");
        return text.Append("# EOF\n").ToString();
    }

    private static string NameOf(KpiDefinition definition) => $"callcenter_kpi_{SafeName(definition.Id)}" + definition.Kind switch
    {
        Core.Kpis.KpiKind.Ratio => "_ratio",
        Core.Kpis.KpiKind.Mean or Core.Kpis.KpiKind.Time => "_seconds",
        Core.Kpis.KpiKind.Since => "_timestamp_seconds",
        _ => "",
    };

    private static string Labels(Selector selector, KpiRow row, KpiRef kpi, KpiDefinition definition)
    {
        var labels = selector.GroupBy.Select((dimension, i) => Label(dimension.Replace('.', '_'), row.Labels[i])).ToList();
        // The default formula is what the name of the metric says.
        if (kpi.Variant != definition.Variants[0].Id) labels.Add(Label("variant", kpi.Variant));
        if (kpi.Threshold is { } threshold) labels.Add(Label("threshold", DurationText.Format(threshold.ToTimeSpan())));
        if (kpi.HasQuantile) labels.Add(Label("quantile", kpi.Quantile.ToString(CultureInfo.InvariantCulture)));
        if (kpi.Comparison != Comparison.Unspecified) labels.Add(Label("comparison", kpi.Comparison.ToString()));
        return string.Join(',', labels);
    }

    private static string Label(string name, string value)
        => $"{SafeName(name)}=\"{value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n")}\"";

    private static string SafeName(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
}
