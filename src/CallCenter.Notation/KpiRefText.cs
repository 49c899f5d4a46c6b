using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Notation;

/// <summary>A KPI as one word: id[.variant][@threshold] or id[.variant]:quantile, and ~previous, ~day, ~week, ~rank or ~percentile after
/// it to compare, such as service_level.answered_only@20s, talk_time:p95 or contacts_offered~week.</summary>
public static class KpiRefText
{
    private static readonly Dictionary<string, Comparison> Comparisons = new()
    {
        ["previous"] = Comparison.Previous,
        ["day"] = Comparison.DayBefore,
        ["week"] = Comparison.WeekBefore,
        ["rank"] = Comparison.Rank,
        ["percentile"] = Comparison.Percentile,
    };

    public static KpiRef Parse(string text)
    {
        string[] compared = text.Split('~');
        string[] ofQuantile = compared[0].Split(':');
        string[] atThreshold = ofQuantile[0].Split('@');
        string[] names = atThreshold[0].Split('.');
        string[][] parts = [compared, ofQuantile, atThreshold, names];
        if (parts.Any(part => part.Length > 2) || names.Any(name => name.Length == 0))
            throw Wrong(text, "write it as id, id.variant, id@threshold, id.variant@threshold, id:quantile or id.variant:quantile");
        var kpi = new KpiRef { Id = names[0], Variant = names.Length > 1 ? names[1] : "" };
        if (ofQuantile.Length > 1)
            kpi.Quantile = Quantile(text, ofQuantile[1]);
        if (atThreshold.Length > 1)
            kpi.Threshold = Threshold(text, atThreshold[1]);
        if (compared.Length > 1)
            kpi.Comparison = Comparisons.TryGetValue(compared[1], out var comparison)
                ? comparison
                : throw Wrong(text, $"'{compared[1]}' is not {string.Join(", ", Comparisons.Keys)}");
        return kpi;
    }

    public static string Format(KpiRef kpi)
    {
        if (kpi.Spec.Length > 0)
            return kpi.Spec;
        string variant = kpi.Variant.Length > 0 ? $".{kpi.Variant}" : "";
        string threshold = kpi.Threshold is { } limit ? $"@{DurationText.Format(limit.ToTimeSpan())}" : "";
        string quantile = kpi.HasQuantile ? $":{QuantileText.Format(kpi.Quantile)}" : "";
        string comparison = Comparisons.FirstOrDefault(name => name.Value == kpi.Comparison).Key is { } name ? $"~{name}" : "";
        return kpi.Id + variant + threshold + quantile + comparison;
    }

    private static Duration Threshold(string text, string threshold)
    {
        TimeSpan limit = DurationText.TryParse(threshold) ?? TimeSpan.Zero;
        return limit > TimeSpan.Zero
            ? Duration.FromTimeSpan(limit)
            : throw Wrong(text, $"'{threshold}' is not a time such as 20s or 2m");
    }

    private static double Quantile(string text, string quantile)
        => QuantileText.TryParse(quantile) ?? throw Wrong(text, $"'{quantile}' is not a quantile such as p95, min or max");

    private static FormatException Wrong(string text, string why) => new($"KPI '{text}' cannot be read: {why}");
}
