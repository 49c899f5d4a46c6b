using CallCenter.Core.Kpis;
using CallCenter.Core.Views;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Tests.Model;

/// <summary>Places among peers in one column, each counted out by itself. The values that are ranked have been compared with the model
/// before.</summary>
internal sealed class ModelPeers
{
    private readonly Comparison _comparison;
    private readonly int _of;
    private readonly ILookup<string, double> _numbers;

    public ModelPeers(List<GroupValues> groups, List<Column> columns, int place)
    {
        _comparison = columns[place].Comparison!.Value;
        _of = columns.IndexOf(columns[place] with { Comparison = null });
        _numbers = groups.Where(group => HasPlace(group) && group.Values[_of].Number is not null)
            .ToLookup(PeersOf, group => group.Values[_of].Number!.Value);
    }

    public KpiValue PlaceOf(GroupValues group)
    {
        if (!HasPlace(group)) return KpiValue.None;
        if (group.Values[_of].Number is not { } own) return group.Values[_of];
        var peers = _numbers[PeersOf(group)].ToList();
        return _comparison == Comparison.Rank
            ? KpiValue.Count(1 + peers.Count(number => number > own))
            : KpiValue.Ratio(2 * peers.Count(number => number < own) + peers.Count(number => number == own), 2 * peers.Count);
    }

    private static bool HasPlace(GroupValues group) => group.Labels.LastOrDefault() != "";

    private static string PeersOf(GroupValues group) => string.Join('\n', group.Labels.SkipLast(1));
}
