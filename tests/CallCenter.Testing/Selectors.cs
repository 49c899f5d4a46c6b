using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Measures;
using CallCenter.Core.Views;
using CallCenter.Core.Windows;

namespace CallCenter.Testing;

/// <summary>Selectors of the engine for tests.</summary>
public static class Selectors
{
    private static readonly KpiArguments Arguments = new(WaitThresholds.Standard);
    private static readonly SlidingWindow EightDays = new(TimeSpan.FromDays(8));

    public static Selector Everything { get; } = Make(
        "everything", [.. KpiCatalog.All.SelectMany(k => k.Variants.Select(v => new Column(k, v, Arguments)))], ["source", "queue"],
        EightDays);

    public static Selector Of(string kpi, params string[] groupBy) => Of(kpi, EightDays, groupBy);

    public static Selector Of(string kpi, Window window, params string[] groupBy)
    {
        var definition = KpiCatalog.Find(kpi)!;
        return Make($"{kpi} by {string.Join(',', groupBy)}", [new Column(definition, definition.Variants[0], Arguments)], groupBy, window);
    }

    private static Selector Make(string key, IReadOnlyList<Column> columns, string[] groupBy, Window window)
        => new Selector(TenantId.Default, key, columns, [.. groupBy.Select(g => Dimension.Parse(g)!)], [], window).Complete();
}
