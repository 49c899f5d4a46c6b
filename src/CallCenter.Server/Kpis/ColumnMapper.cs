using System.Globalization;
using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Measures;
using CallCenter.Core.Views;
using CallCenter.Notation;
using CallCenter.Server.Errors;
using CallCenter.Server.Ingest;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using KpiDefinition = CallCenter.Core.Kpis.KpiDefinition;
using Selector = CallCenter.Core.Views.Selector;

namespace CallCenter.Server.Kpis;

/// <summary>Maps the KPIs of a selector.</summary>
internal static class ColumnMapper
{
    /// <param name="ownKpis">Of the tenant, beside those of the catalogue.</param>
    public static Column Map(KpiRef message, IReadOnlyList<KpiDefinition> ownKpis, string field)
    {
        var kpi = message.Spec.Length == 0 ? message : OfSpec(message, $"{field}.spec");
        var definition = KpiCatalog.Find(kpi.Id) ?? ownKpis.FirstOrDefault(own => own.Id == kpi.Id)
            ?? throw new FieldErrorException(
                Named(message, field, "id"),
                $"is {Quoted(kpi.Id)}, which is not a KPI; did you mean {string.Join(", ", Near(kpi.Id, ownKpis))}? ListKpis has all",
                kpi.Id);
        var variant = definition.FindVariant(kpi.Variant)
            ?? throw new FieldErrorException(
                Named(message, field, "variant"),
                $"is {Quoted(kpi.Variant)}; {kpi.Id} has {string.Join(", ", definition.Variants.Select(v => v.Id))}", kpi.Variant);
        var arguments = Arguments(kpi, definition, Named(message, field, "threshold"));
        if (!System.Enum.IsDefined(kpi.Comparison))
            throw new FieldErrorException(
                Named(message, field, "comparison"), $"has the unknown value {(int)kpi.Comparison}", $"{(int)kpi.Comparison}");
        return new Column(definition, variant, arguments with { Quantile = Quantile(kpi, variant, Named(message, field, "quantile")) })
        {
            Comparison = kpi.Comparison == Comparison.Unspecified ? null : (Core.Windows.Comparison)kpi.Comparison,
        };
    }

    /// <summary>Checks that what columns compare is there.</summary>
    public static void CheckComparisons(Selector selector)
    {
        for (var i = 0; i < selector.Columns.Count; i++)
        {
            if (selector.Columns[i].Comparison is null) continue;
            if (!selector.Columns[i].IsOfPeers && !selector.CanCompare)
                throw new FieldErrorException(
                    $"selector.kpis[{i}].comparison",
                    "is set, but each agent or group has a window of its own, and there is none before it");
            if (selector.BaseOf(i) is null)
                throw new FieldErrorException(
                    $"selector.kpis[{i}].comparison",
                    $"is set, but the selector does not have {ToSpec(selector.Columns[i] with { Comparison = null })} itself; add it");
        }
    }

    /// <summary>A column as clients ask for it, with everything filled in.</summary>
    public static KpiRef ToRef(Column column)
    {
        var kpi = new KpiRef { Id = column.Kpi.Id, Variant = column.Variant.Id };
        if (column.Kpi.HasThreshold && column.Arguments.Threshold != KpiArguments.OwnThreshold)
            kpi.Threshold = Duration.FromTimeSpan(WaitThresholds.At(column.Arguments.Threshold));
        if (column.Arguments.Quantile is { } quantile) kpi.Quantile = quantile;
        if (column.Comparison is { } comparison) kpi.Comparison = (Comparison)comparison;
        return kpi;
    }

    /// <summary>A column as one word; the default variant is left out.</summary>
    public static string ToSpec(Column column)
    {
        var kpi = ToRef(column);
        if (column.Variant == column.Kpi.Variants[0]) kpi.Variant = "";
        return KpiRefText.Format(kpi);
    }

    private static IEnumerable<string> Near(string id, IReadOnlyList<KpiDefinition> ownKpis)
        => id.StartsWith(OwnKpi.Prefix, StringComparison.Ordinal) && ownKpis.Count > 0
            ? SimilarText.Nearest(id, ownKpis.Select(kpi => kpi.Id)).Take(3)
            : KpiCatalog.Near(id);

    private static KpiRef OfSpec(KpiRef message, string field)
    {
        if (message.Id.Length > 0 || message.Variant.Length > 0 || message.Threshold is not null || message.HasQuantile
            || message.Comparison != Comparison.Unspecified)
            throw new FieldErrorException(
                field, "is set beside id, variant, threshold, quantile or comparison; set either", message.Spec);
        try
        {
            var kpi = KpiRefText.Parse(message.Spec);
            // The name of a tenant's own KPI is where that of a variant is.
            if ($"{kpi.Id}." == OwnKpi.Prefix) (kpi.Id, kpi.Variant) = (OwnKpi.Prefix + kpi.Variant, "");
            return kpi;
        }
        catch (FormatException e)
        {
            throw new FieldErrorException(field, $"is wrong: {SafeText.Of(e.Message)}", message.Spec);
        }
    }

    private static KpiArguments Arguments(KpiRef kpi, KpiDefinition definition, string field)
    {
        if (kpi.Threshold is null) return new KpiArguments(KpiArguments.OwnThreshold);
        if (!definition.HasThreshold)
            throw new FieldErrorException(field, $"is set, but {kpi.Id} has no threshold", DurationValue.Text(kpi.Threshold));
        var index = WaitThresholds.IndexOf(Fields.Span(kpi.Threshold, field)!.Value);
        if (index >= 0) return new KpiArguments(index);
        var known = Enumerable.Range(0, WaitThresholds.Count).Select(i => (long)WaitThresholds.At(i).TotalSeconds);
        throw new FieldErrorException(
            field, $"is not counted exactly; thresholds are {string.Join(", ", known)} s, and without one that of each queue",
            DurationValue.Text(kpi.Threshold));
    }

    private static double? Quantile(KpiRef kpi, Core.Kpis.KpiVariant variant, string field)
    {
        if (!kpi.HasQuantile) return null;
        var text = kpi.Quantile.ToString(CultureInfo.InvariantCulture);
        if (variant.Distribution is null)
            throw new FieldErrorException(field, $"is set, but {kpi.Id}.{variant.Id} has no quantiles", text);
        return kpi.Quantile is >= 0 and <= 1
            ? kpi.Quantile : throw new FieldErrorException(field, $"is {text}; it is between 0 and 1", text);
    }

    private static string Named(KpiRef message, string field, string part) => $"{field}.{(message.Spec.Length == 0 ? part : "spec")}";

    private static string Quoted(string text) => $"'{SafeText.Of(text)}'";
}
