using CallCenter.V1;

namespace CallCenter.Cli;

/// <summary>Names of columns, dimensions and values for people.</summary>
internal static class KpiNames
{
    /// <summary>The title of a column's KPI; then the variant, threshold, quantile and comparison that were asked for.</summary>
    public static string Of(KpiColumn column, string language)
    {
        string spec = column.Spec.Length > 0 ? column.Spec : KpiRefText.Format(column.Kpi);
        string title = DisplayLanguage.In(column.Titles, language) ?? column.Kpi.Id;
        string rest = spec.StartsWith(column.Kpi.Id, StringComparison.Ordinal) ? spec[column.Kpi.Id.Length..] : "";
        return rest.Length == 0 ? title : $"{title} {rest.TrimStart('.', ':').Replace('_', ' ')}";
    }

    /// <summary>The name of a code, such as a dimension; the code itself when the server has none.</summary>
    public static string OfCode(ListKpisResponse catalogue, CodeKind kind, string code, string language)
    {
        CodeTitle? known = catalogue.CodeTitles.FirstOrDefault(title => title.Kind == kind && title.Code == code);
        return (known is null ? null : DisplayLanguage.In(known.Titles, language)) ?? code;
    }
}
