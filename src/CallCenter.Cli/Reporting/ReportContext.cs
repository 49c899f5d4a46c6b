using System.Globalization;
using CallCenter.Client;
using CallCenter.V1;

namespace CallCenter.Cli;

/// <summary>What the tables of one report share.</summary>
internal sealed record ReportContext(
    KpiWatcher Watcher, ReportPeriod Period, IReadOnlyList<Filter> Where, ListKpisResponse Catalogue, string Language,
    CancellationToken Token)
{
    public const string NotApplicable = "n/a";

    public ReportWords Words => ReportWords.In(Language);

    public Task<PeriodValues> ReadAsync(ReportPeriod period, IEnumerable<KpiRef> kpis, params IEnumerable<string> groupBy) =>
        period.ReadAsync(Watcher, Selector(kpis, groupBy), Token);

    public Selector Selector(IEnumerable<KpiRef> kpis, IEnumerable<string> groupBy) =>
        new() { Kpis = { kpis }, GroupBy = { groupBy }, Where = { Where } };

    public string Name(KpiColumn column) => KpiNames.Of(column, Language);

    public string Label(string label) => label.Length > 0 ? label : Words.NotSet;

    public string Dimension(string dimension) => KpiNames.OfCode(Catalogue, CodeKind.Dimension, dimension, Language);

    public bool HasDimension(KpiRef kpi, string dimension) =>
        Catalogue.Kpis.FirstOrDefault(known => known.Id == kpi.Id)?.Dimensions.Contains(dimension) == true;

    public string Formula(KpiColumn column)
    {
        KpiDefinition? definition = Catalogue.Kpis.FirstOrDefault(known => known.Id == column.Kpi.Id);
        KpiVariant? variant = definition?.Variants.FirstOrDefault(variant => variant.Id == column.Kpi.Variant);
        string formula = variant?.Formula ?? definition?.Formula ?? "";
        string limits = string.Join(", ", column.Thresholds.Select(limit => DurationText.Format(limit.ToTimeSpan())));
        return limits.Length == 0 ? formula : $"{formula}; T = {limits}";
    }

    public static ReportCell Cell(KpiValue value, DateTimeOffset at) =>
        new(value.NoValueReason == NoValueReason.NotApplicable ? NotApplicable : ValueText.Format(value, at),
            value.HasNumber ? value.Number : null);

    /// <summary>A number of a column's unit, such as a limit or a gap.</summary>
    public static string Text(double number, KpiColumn column) => column.Kind switch
    {
        KpiKind.Ratio => string.Create(CultureInfo.InvariantCulture, $"{100 * number:0.0}%"),
        KpiKind.Mean or KpiKind.Time or KpiKind.Since or KpiKind.Quantile when column.Unit is "s" or "time" =>
            (number < 0 ? "-" : "") + ValueText.Clock(Math.Abs(number)),
        _ => number.ToString("0.##", CultureInfo.InvariantCulture),
    };

    /// <summary>On which side of which limit a target's values are to be.</summary>
    public static ReportCell Limit(Target target, KpiColumn column) =>
        new($"{(target.Direction == TargetDirection.AtLeast ? "≥" : "≤")} {Text(target.Limit, column)}", target.Limit);

    /// <summary>How much more a value is than another, in percent of it.</summary>
    public static string Change(KpiValue now, KpiValue then) => now.HasNumber && then.HasNumber && then.Number != 0
        ? string.Create(CultureInfo.InvariantCulture, $"{100 * (now.Number - then.Number) / Math.Abs(then.Number):+0.0;-0.0;0.0}%")
        : "";
}
