using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Notation;

/// <summary>A KPI as one word: id[.variant][@threshold], such as service_level.answered_only@20s.</summary>
public static class KpiRefText
{
    public static KpiRef Parse(string text)
    {
        string[] atThreshold = text.Split('@');
        string[] names = atThreshold[0].Split('.');
        if (atThreshold.Length > 2 || names.Length > 2 || names.Any(name => name.Length == 0))
            throw Wrong(text, "write it as id, id.variant, id@threshold or id.variant@threshold");
        var kpi = new KpiRef { Id = names[0], Variant = names.Length > 1 ? names[1] : "" };
        if (atThreshold.Length > 1)
            kpi.Threshold = Threshold(text, atThreshold[1]);
        return kpi;
    }

    public static string Format(KpiRef kpi)
    {
        if (kpi.Spec.Length > 0)
            return kpi.Spec;
        string variant = kpi.Variant.Length > 0 ? $".{kpi.Variant}" : "";
        string threshold = kpi.Threshold is { } limit ? $"@{DurationText.Format(limit.ToTimeSpan())}" : "";
        return kpi.Id + variant + threshold;
    }

    private static Duration Threshold(string text, string threshold)
    {
        TimeSpan limit = DurationText.TryParse(threshold) ?? TimeSpan.Zero;
        return limit > TimeSpan.Zero
            ? Duration.FromTimeSpan(limit)
            : throw Wrong(text, $"'{threshold}' is not a time such as 20s or 2m");
    }

    private static FormatException Wrong(string text, string why) => new($"KPI '{text}' cannot be read: {why}");
}
