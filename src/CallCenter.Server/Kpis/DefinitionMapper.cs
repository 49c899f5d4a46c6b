using CallCenter.Core.Kpis;
using CallCenter.Core.Measures;
using CallCenter.Core.Settings;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using FormulaSymbol = CallCenter.V1.FormulaSymbol;

namespace CallCenter.Server.Kpis;

/// <summary>Turns the catalogue of KPIs into a message, with what its formulas depend on.</summary>
internal static class DefinitionMapper
{
    public static ListKpisResponse ToMessage(TenantSettings settings) => new()
    {
        Kpis = { KpiCatalog.All.Concat(settings.Kpis).Select(ToDefinition) },
        Defaults = new KpiDefaults
        {
            Threshold = Duration.FromTimeSpan(settings.Targets.OfAll.Threshold),
            ShortAbandonLimit = Duration.FromTimeSpan(settings.Targets.OfAll.ShortAbandon),
        },
        CodeTitles = { Kpis.CodeTitles.All },
        Symbols = { FormulaName.All.Select(n => new FormulaSymbol { Symbol = n.Name, Meaning = n.Meaning }) },
    };

    /// <summary>A text by language.</summary>
    public static IDictionary<string, string> ByLanguage(LocalText text)
        => new Dictionary<string, string> { ["en"] = text.En, ["zh-Hans"] = text.Zh };

    private static V1.KpiDefinition ToDefinition(Core.Kpis.KpiDefinition kpi)
    {
        var message = new V1.KpiDefinition
        {
            Id = kpi.Id,
            Version = kpi.Version,
            Titles = { ByLanguage(kpi.Name) },
            Descriptions = { ByLanguage(kpi.Description) },
            Unit = kpi.Unit,
            Kind = (V1.KpiKind)kpi.Kind,
            Formula = kpi.Variants[0].Formula.Text,
            Attribution = (V1.Attribution)kpi.Attribution,
            Dimensions = { kpi.Dimensions },
            Additive = kpi.IsAdditive,
            Quantiles = HasQuantiles(kpi.Variants[0]),
        };
        if (kpi.Variants.Count > 1)
            message.Variants.AddRange(
                kpi.Variants.Select(v => new V1.KpiVariant
                {
                    Id = v.Id,
                    Formula = v.Formula.Text,
                    UsedBy = v.UsedBy,
                    Quantiles = HasQuantiles(v),
                }));
        if (kpi.HasThreshold) message.Thresholds.AddRange(Enumerable.Range(0, WaitThresholds.Count).Select(ToSpan));
        return message;
    }

    private static bool HasQuantiles(Core.Kpis.KpiVariant variant) => variant.Distribution is not null;

    private static Duration ToSpan(int threshold) => Duration.FromTimeSpan(WaitThresholds.At(threshold));
}
