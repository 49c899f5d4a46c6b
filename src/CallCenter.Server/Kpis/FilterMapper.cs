using CallCenter.Core.Identity;
using CallCenter.Core.Views;
using CallCenter.Server.Errors;

namespace CallCenter.Server.Kpis;

/// <summary>Maps dimensions and the filters on them.</summary>
internal static class FilterMapper
{
    private const int ValuesMax = 1_000;

    public static Dimension DimensionOf(string name, string field) => Dimension.Parse(name)
        ?? throw new FieldErrorException(
            field, $"is '{SafeText.Of(name)}', which is not a dimension; there are {string.Join(", ", Dimension.Names)} and tag.NAME",
            name);

    public static Filter Map(V1.Filter filter, string field)
    {
        var errors = new FieldErrors();
        var dimension = errors.Try(() => DimensionOf(filter.Dimension, $"{field}.dimension"));
        var values = errors.Try(() => ValuesOf(filter, field));
        errors.ThrowIfAny();
        return new Filter(dimension!, values!);
    }

    private static HashSet<string> ValuesOf(V1.Filter filter, string field)
    {
        if (filter.Values.Count is 0 or > ValuesMax)
            throw new FieldErrorException(
                $"{field}.values", $"has {filter.Values.Count} values; give 1 to {ValuesMax}", $"{filter.Values.Count}");
        // A misspelled one would silently match nothing.
        if (Dimension.Parse(filter.Dimension)?.FixedValues is { } allowed)
        {
            var errors = new FieldErrors();
            errors.Try(filter.Values, (value, i) => allowed.Contains(value) ? value : throw new FieldErrorException(
                $"{field}.values[{i}]", $"is '{SafeText.Of(value)}'; a {filter.Dimension} is {string.Join(", ", allowed)}", value));
            errors.ThrowIfAny();
        }
        return filter.Values.ToHashSet(StringComparer.Ordinal);
    }
}
