using CallCenter.Core.Views;
using CallCenter.Server.Errors;

namespace CallCenter.Server.Kpis;

/// <summary>Maps the choice of groups.</summary>
internal static class GroupChoiceMapper
{
    private const int TopMax = 1_000;

    public static GroupChoice Map(V1.Selector selector, string field)
    {
        if (selector.Groups is not { } choice) return GroupChoice.All;
        var errors = new FieldErrors();
        var top = choice.Top is { } asked ? errors.Try(() => TopOf(asked, selector.Kpis.Count, $"{field}.top")) : null;
        var idle = errors.Try(() => choice.IncludeIdle ? IdleOf(selector, $"{field}.include_idle") : []);
        errors.ThrowIfAny();
        return new GroupChoice(choice.OnlyActive, top, idle!);
    }

    private static TopGroups TopOf(V1.TopGroups top, int columnCount, string field)
    {
        if (top.Count is < 1 or > TopMax) throw new FieldErrorException($"{field}.count", $"must be 1 to {TopMax}", $"{top.Count}");
        if (top.Column < 0 || top.Column >= columnCount)
            throw new FieldErrorException($"{field}.column", $"must be 0 to {columnCount - 1}, the index of a KPI", $"{top.Column}");
        return new TopGroups(top.Count, top.Column, top.Ascending);
    }

    private static List<string> IdleOf(V1.Selector selector, string field)
    {
        var named = selector.Where.Where(f => selector.GroupBy.Count == 1 && f.Dimension == selector.GroupBy[0]).ToList();
        if (named.Count == 0) throw new FieldErrorException(field, "needs exactly one dimension in group_by, and a filter with its values");
        return [.. named.Select(f => f.Values.AsEnumerable()).Aggregate((a, b) => a.Intersect(b)).Distinct()];
    }
}
