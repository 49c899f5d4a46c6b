using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Settings;

namespace CallCenter.Core.Targets;

/// <summary>A target of a column's values, in the groups whose labels fit.</summary>
/// <param name="Needed">Labels that a group must have, by their index.</param>
public sealed record ColumnTarget(KpiTarget Target, IReadOnlyList<(int Label, IReadOnlySet<string> Values)> Needed)
{
    public bool IsOf(string[] labels)
    {
        foreach (var (label, values) in Needed)
        {
            if (!values.Contains(labels[label])) return false;
        }
        return true;
    }
}

/// <summary>The targets of a column, the first of which that fits a group is that of its value.</summary>
public sealed record ColumnTargets(IReadOnlyList<ColumnTarget> All)
{
    /// <summary>How a value does against its target; null: it has none.</summary>
    public TargetStatus? StatusOf(string[] labels, KpiValue value, Instant now)
    {
        foreach (var target in All)
        {
            if (target.IsOf(labels)) return TargetJudgement.Of(target.Target, value, now).Status;
        }
        return null;
    }
}
