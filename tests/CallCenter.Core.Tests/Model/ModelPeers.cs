using CallCenter.Core.Kpis;
using CallCenter.Core.Views;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Tests.Model;

/// <summary>Places among peers, each counted out by itself. The values that are ranked have been compared with the model before.</summary>
internal static class ModelPeers
{
    public static KpiValue PlaceOf(GroupValues group, List<GroupValues> all, List<Column> columns, int place)
    {
        var of = columns.IndexOf(columns[place] with { Comparison = null });
        if (group.Labels.LastOrDefault() == "") return KpiValue.None;
        if (group.Values[of].Number is not { } own) return group.Values[of];
        var peers = all.Where(other => other.Labels.LastOrDefault() != "")
            .Where(other => other.Labels.SkipLast(1).SequenceEqual(group.Labels.SkipLast(1)))
            .Select(other => other.Values[of].Number).OfType<double>().ToList();
        return columns[place].Comparison == Comparison.Rank
            ? KpiValue.Count(1 + peers.Count(number => number > own))
            : KpiValue.Ratio(2 * peers.Count(number => number < own) + peers.Count(number => number == own), 2 * peers.Count);
    }
}
