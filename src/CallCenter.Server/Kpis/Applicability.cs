using CallCenter.Core.Views;
using CallCenter.Server.Errors;

namespace CallCenter.Server.Kpis;

/// <summary>Which columns of a selector make sense by its dimensions; a selector without any is refused.</summary>
internal static class Applicability
{
    /// <param name="ofCaller">Filters that the caller does not know of: what they leave out has no value, and is no error.</param>
    public static IReadOnlyList<Column> Mark(
        IReadOnlyList<Column> columns, IReadOnlyList<Dimension> groupBy, IReadOnlyList<Filter> where, IReadOnlyList<Filter> ofCaller)
    {
        var named = groupBy.Select((d, i) => (d.Name, Field: $"selector.group_by[{i}]"))
            .Concat(where.Select((f, i) => (f.Dimension.Name, Field: $"selector.where[{i}].dimension"))).ToList();
        List<Column> marked = [.. columns.Select(c => c with { IsApplicable = named.TrueForAll(d => c.Kpi.HasDimension(d.Name)) })];
        if (marked.Exists(c => c.IsApplicable))
            return [.. marked.Select(c => c with { IsApplicable = c.IsApplicable && HasAll(c, ofCaller) })];
        var kpi = columns[0].Kpi;
        var (name, field) = named.Find(d => !columns.Any(c => c.Kpi.HasDimension(d.Name)));
        if (name is null) (name, field) = named.Find(d => !kpi.HasDimension(d.Name));
        throw new FieldErrorException(
            field, $"is '{name}', by which {kpi.Id} makes no sense; it has {string.Join(", ", kpi.Dimensions)}", name);
    }

    private static bool HasAll(Column column, IReadOnlyList<Filter> filters)
        => filters.All(filter => column.Kpi.HasDimension(filter.Dimension.Name));
}
