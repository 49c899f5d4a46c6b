using CallCenter.Core.Measures;

namespace CallCenter.Core.Kpis;

/// <summary>Short forms for definitions with one formula.</summary>
internal static class KpiShapes
{
    public static IReadOnlyList<KpiVariant> Only(string formula, Func<Tally, KpiValue> evaluate)
        => [new KpiVariant("standard", formula, "", (t, _) => evaluate(t))];

    public static KpiDefinition Counter(
        string id, string unit, string en, string zh, string formula, Measure measure, Attribution attribution = Attribution.ByOutcome)
        => new(id, KpiKind.Counter, unit, en, zh, RowKind.Contact, attribution)
        {
            Variants = Only(formula, t => KpiValue.Count(t[measure])),
        };

    public static KpiDefinition ContactGauge(string id, string en, string zh, string formula, Gauge gauge)
        => new(id, KpiKind.Gauge, "contacts", en, zh, RowKind.Contact, Attribution.None)
        {
            Variants = Only(formula, t => KpiValue.Count(t.Now(gauge))),
        };

    public static KpiDefinition AgentGauge(string id, string en, string zh, string formula, Func<Tally, long> now)
        => new(id, KpiKind.Gauge, "agents", en, zh, RowKind.Agent, Attribution.None)
        {
            Variants = Only(formula, t => KpiValue.Count(now(t))),
        };

    public static KpiDefinition AgentTimeSum(string id, string en, string zh, string formula, Func<Tally, long> ms)
        => new(id, KpiKind.Time, "s", en, zh, RowKind.Agent, Attribution.None) { Variants = Only(formula, t => KpiValue.Duration(ms(t))) };

    public static KpiDefinition Mean(string id, string en, string zh, string formula, Measure sum, Measure count)
        => new(id, KpiKind.Mean, "s", en, zh, RowKind.Contact, Attribution.ByOutcome)
        {
            Variants = Only(formula, t => KpiValue.Mean(t[sum], t[count])),
        };

    /// <summary>Of visits, by outcome, with formulas of its own file.</summary>
    public static KpiDefinition Varied(string id, KpiKind kind, string unit, string en, string zh, IReadOnlyList<KpiVariant> variants)
        => new(id, kind, unit, en, zh, RowKind.Contact, Attribution.ByOutcome) { Variants = variants };
}
