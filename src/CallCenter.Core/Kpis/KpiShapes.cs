using CallCenter.Core.Measures;

namespace CallCenter.Core.Kpis;

/// <summary>Short forms for definitions.</summary>
internal static class KpiShapes
{
    /// <summary>A KPI of visits by outcome with one formula.</summary>
    public static KpiDefinition Kpi(
        string id, string unit, LocalText name, LocalText description, Formula formula, Distribution? distribution = null)
        => Varied(id, unit, name, description, [new KpiVariant("standard", "", formula, distribution)]);

    /// <summary>A KPI of visits by outcome with several formulas.</summary>
    public static KpiDefinition Varied(
        string id, string unit, LocalText name, LocalText description, IReadOnlyList<KpiVariant> variants)
        => new(id, unit, name, description, Attribution.ByOutcome) { Variants = variants };

    public static KpiDefinition Counter(string id, string unit, LocalText name, LocalText description, Measure measure)
        => Kpi(id, unit, name, description, Formula.Count(new Sum(measure)));

    public static KpiDefinition ContactGauge(string id, LocalText name, LocalText description, Gauge gauge)
        => Kpi(id, "contacts", name, description, Formula.InState(new Now(gauge))).By(Attribution.None);

    public static KpiDefinition AgentGauge(string id, LocalText name, LocalText description, Term now)
        => Kpi(id, "agents", name, description, Formula.InState(now)).By(Attribution.None);

    public static KpiDefinition AgentTime(string id, LocalText name, LocalText description, Term ms)
        => Kpi(id, "s", name, description, Formula.Time(ms)).By(Attribution.None);

    public static KpiDefinition Mean(string id, LocalText name, LocalText description, Measure ms, Measure count, Measure histogram)
        => Kpi(id, "s", name, description, Formula.Mean(new Sum(ms), new Sum(count)), new Distribution(histogram));

    public static LocalText Text(string en, string zh) => new(en, zh);

    public static KpiDefinition By(this KpiDefinition kpi, Attribution attribution) => kpi with { Attribution = attribution };
}
