using CallCenter.Core.Targets;
using CallCenter.Core.Views;

namespace CallCenter.Server.Kpis;

/// <summary>Whether a target is about the groups of a selector: both must choose the same, whether by filters or by groups.</summary>
internal static class TargetMatch
{
    /// <returns>Null: about none of them.</returns>
    public static ColumnTarget? Of(ResolvedTarget target, IReadOnlyList<Dimension> groupBy, IReadOnlyList<Filter> where)
    {
        var wanted = ByDimension(target.Selector.Where);
        var each = target.Selector.GroupBy.Select(dimension => dimension.Name).ToHashSet(StringComparer.Ordinal);
        var chosen = ByDimension(where);
        var needed = new List<(int, IReadOnlySet<string>)>();
        foreach (var name in chosen.Keys.Concat(groupBy.Select(d => d.Name)).Concat(wanted.Keys).Concat(each).Distinct())
        {
            var label = groupBy.ToList().FindIndex(d => d.Name == name);
            var (want, have) = (wanted.GetValueOrDefault(name), chosen.GetValueOrDefault(name));
            if (each.Contains(name))
            {
                if (label < 0 && have is not { Count: 1 }) return null;
                if (label < 0 && want is not null && !want.IsSupersetOf(have!)) return null;
                if (label >= 0 && want is not null) needed.Add((label, want));
            }
            else if (want is null) return null;
            else if (label < 0 && (have is null || !have.SetEquals(want))) return null;
            else if (label >= 0 && want.Count != 1) return null;
            else if (label >= 0) needed.Add((label, want));
        }
        return new ColumnTarget(target.Target, needed);
    }

    // Several filters of one dimension leave what is in all of them.
    private static Dictionary<string, HashSet<string>> ByDimension(IEnumerable<Filter> filters)
    {
        var all = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var filter in filters)
        {
            if (all.TryGetValue(filter.Dimension.Name, out var known)) known.IntersectWith(filter.Values);
            else all.Add(filter.Dimension.Name, [.. filter.Values]);
        }
        return all;
    }
}
