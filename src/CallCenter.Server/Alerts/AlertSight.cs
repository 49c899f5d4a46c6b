using CallCenter.Core.Alerts;
using CallCenter.Core.Views;
using CallCenter.Notation;
using CallCenter.Server.Callers;

namespace CallCenter.Server.Alerts;

/// <summary>Which alerts a caller may see: those of values that lie within all filters of its credential.</summary>
internal static class AlertSight
{
    public static bool Sees(this Rights rights, AlertSubject subject)
        => rights.Filters.All(filter => ValuesOf(subject, filter.Dimension.Name) is { } values && filter.Values.IsSupersetOf(values));

    // The values of a dimension that the alert is about; null: any.
    private static IEnumerable<string>? ValuesOf(AlertSubject subject, string dimension)
    {
        for (var i = 0; i < subject.GroupBy.Count; i++)
        {
            if (NameOf(subject.GroupBy[i]) == dimension) return [subject.Labels[i]];
        }
        return subject.Where.Select(FilterText.Parse).FirstOrDefault(where => NameOf(where.Dimension) == dimension)?.Values;
    }

    private static string NameOf(string dimension) => Dimension.Parse(dimension)?.Name ?? dimension;
}
