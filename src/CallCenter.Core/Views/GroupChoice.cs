using CallCenter.Core.Kpis;

namespace CallCenter.Core.Views;

/// <summary>The groups with the largest, or smallest, values of a column.</summary>
/// <param name="Column">Index of the column, from 0.</param>
public sealed record TopGroups(int Count, int Column, bool IsAscending);

/// <summary>Which of a view's groups are shown.</summary>
/// <param name="OnlyActive">Leave out groups whose every value is 0 or absent.</param>
/// <param name="Top">Only these; null: all.</param>
/// <param name="Idle">Values of the only dimension that are shown even if nothing was ever counted for them.</param>
public sealed record GroupChoice(bool OnlyActive, TopGroups? Top, IReadOnlyList<string> Idle)
{
    public static readonly GroupChoice All = new(false, null, []);

    /// <summary>The shown groups, in the order of the given ones.</summary>
    /// <param name="tells">Whether a column tells that a group is active.</param>
    public List<GroupValues> Of(List<GroupValues> groups, Func<int, bool> tells)
    {
        if (OnlyActive) groups.RemoveAll(group => !group.Values.Index().Any(value => tells(value.Index) && IsActive(value.Item)));
        if (Top is not { } top || groups.Count <= top.Count) return groups;
        var shown = groups.Index()
            .OrderBy(g => g.Item.Values[top.Column].Number is null)
            .ThenBy(g => (top.IsAscending ? 1 : -1) * (g.Item.Values[top.Column].Number ?? 0))
            .Take(top.Count);
        return [.. shown.OrderBy(g => g.Index).Select(g => g.Item)];
    }

    // A quotient over something is the trace of an event, even if it is 0.
    private static bool IsActive(KpiValue value) => value.Kind switch
    {
        KpiValueKind.None => false,
        KpiValueKind.Count or KpiValueKind.Duration => value.A != 0,
        _ => true,
    };
}
