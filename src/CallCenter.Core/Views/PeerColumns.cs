using System.Runtime.InteropServices;
using CallCenter.Core.Kpis;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Views;

/// <summary>
/// The columns of a selector that say where a value is among those of its peers: the groups that differ in the last dimension alone. The
/// rank is 1 for the largest value, equal values have the same one and the next after them is missing (1, 2, 2, 4). The percentile is the
/// share of peers with a smaller value, and half of those with an equal one, the group itself included (percentile rank: Crocker and
/// Algina, Introduction to Classical and Modern Test Theory, 1986, ch. 19). Used by one thread at a time.
/// </summary>
internal sealed class PeerColumns
{
    private readonly List<(int Place, int Of, bool IsRank)> _columns;
    private readonly List<double> _sorted = [];
    private readonly HashSet<int> _copied = [];

    private PeerColumns(List<(int, int, bool)> columns) => _columns = columns;

    /// <summary>Null: there are none.</summary>
    public static PeerColumns? Of(Selector selector)
    {
        var columns = Enumerable.Range(0, selector.Columns.Count).Where(i => selector.Columns[i].IsOfPeers)
            .Select(i => (i, selector.BaseOf(i)!.Value, selector.Columns[i].Comparison == Comparison.Rank)).ToList();
        return columns.Count == 0 ? null : new PeerColumns(columns);
    }

    /// <summary>Puts the values into groups, in the order of their labels.</summary>
    /// <param name="changed">Called with the index of each group that gets other values.</param>
    public void Evaluate(List<GroupValues> groups, Action<int> changed)
    {
        _copied.Clear();
        for (int from = 0, to; from < groups.Count; from = to)
        {
            for (to = from + 1; to < groups.Count && ArePeers(groups[from].Labels, groups[to].Labels);) to++;
            foreach (var column in _columns) Evaluate(groups, from, to, column, changed);
        }
    }

    private static bool ArePeers(string[] one, string[] other)
        => one.Length == 0 || one.AsSpan(0, one.Length - 1).SequenceEqual(other.AsSpan(0, other.Length - 1));

    // What is of no agent is no agent.
    private static bool IsPeer(GroupValues group) => group.Labels is not [.., ""];

    private void Evaluate(List<GroupValues> groups, int from, int to, (int Place, int Of, bool IsRank) column, Action<int> changed)
    {
        _sorted.Clear();
        for (var i = from; i < to; i++)
        {
            if (IsPeer(groups[i]) && groups[i].Values[column.Of].Number is { } number) _sorted.Add(number);
        }
        _sorted.Sort();
        for (var i = from; i < to; i++)
        {
            var value = IsPeer(groups[i]) ? ValueOf(groups[i].Values[column.Of], column.IsRank) : KpiValue.None;
            if (groups[i].Values[column.Place] == value) continue;
            if (_copied.Add(i)) Copy(groups, i, changed);
            groups[i].Values[column.Place] = value;
        }
    }

    // Others may still read the former ones.
    private static void Copy(List<GroupValues> groups, int index, Action<int> changed)
    {
        groups[index] = groups[index] with { Values = [.. groups[index].Values] };
        changed(index);
    }

    private KpiValue ValueOf(KpiValue own, bool isRank)
    {
        if (own.Number is not { } number) return own;
        var (smaller, notLarger) = (CountBelow(number), CountBelow(double.BitIncrement(number)));
        return isRank
            ? KpiValue.Count(_sorted.Count - notLarger + 1)
            : KpiValue.Ratio(smaller + notLarger, 2L * _sorted.Count);
    }

    private int CountBelow(double number)
    {
        var (low, high) = (0, _sorted.Count);
        var sorted = CollectionsMarshal.AsSpan(_sorted);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < number) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
