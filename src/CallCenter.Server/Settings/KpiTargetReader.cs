using System.Globalization;
using CallCenter.Core.Identity;
using CallCenter.Core.Settings;
using CallCenter.Core.Windows;
using CallCenter.Notation;

namespace CallCenter.Server.Settings;

/// <summary>Turns the options of targets into settings. What they are about is checked where selectors are.</summary>
/// <param name="path">Where the options are.</param>
internal sealed class KpiTargetReader(string path, SettingErrors errors, IReadOnlyDictionary<string, BusinessCalendar> calendars)
{
    private const long CountMax = 1_000_000_000;
    private const int TargetsMax = 500;
    private static readonly TimeSpan HoldMax = TimeSpan.FromHours(24);

    public List<KpiTarget> Read(List<KpiTargetOptions> options)
    {
        var targets = new List<KpiTarget>();
        if (options.Count > TargetsMax) Say("", $"has {options.Count} targets; at most {TargetsMax} are allowed");
        for (var i = 0; i < options.Count; i++)
        {
            var target = Read(options[i], $":{i}");
            if (targets.Exists(t => t.Name == target.Name)) Say($":{i}:Name", $"is '{target.Name}', which is there already");
            targets.Add(target);
        }
        return targets;
    }

    private KpiTarget Read(KpiTargetOptions options, string at)
    {
        if (options.Name is null || !SettingsReader.IsName(options.Name))
            Say($"{at}:Name", $"is '{SafeText.Of(options.Name ?? "")}'; set it to 1 to 63 of a-z, 0-9 and '-'");
        if (options.AtLeast is null == options.AtMost is null)
            Say(at, $"needs either {errors.NameOf(nameof(options.AtLeast))} or {errors.NameOf(nameof(options.AtMost))}");
        var isAtLeast = options.AtLeast is not null;
        var limit = NumberOf(options.AtLeast ?? options.AtMost ?? "0", isAtLeast ? $"{at}:AtLeast" : $"{at}:AtMost");
        decimal? warning = options.Warning is null ? null : NumberOf(options.Warning, $"{at}:Warning");
        if (isAtLeast ? warning < limit : warning > limit)
            Say($"{at}:Warning", "is beyond the limit; set it to a value that still meets the target");
        var (calendar, band) = HoursOf(options.Hours, $"{at}:Hours");
        return new KpiTarget(options.Name ?? "", options.Kpi ?? "", limit, isAtLeast)
        {
            Where = options.Where,
            GroupBy = options.GroupBy,
            Window = options.Window ?? "today",
            Warning = warning,
            SampleMin = CountOf(options.SampleMin, $"{at}:SampleMin") ?? 1,
            HoldTime = HoldOf(options.HoldTime, $"{at}:HoldTime"),
            Calendar = calendar,
            Band = band,
            Forecast = CountOf(options.Forecast, $"{at}:Forecast"),
        };
    }

    private decimal NumberOf(string text, string field)
    {
        if (DurationText.TryParse(text) is { } time) return (decimal)time.TotalSeconds;
        var isPercent = text.EndsWith('%');
        const NumberStyles style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
        if (decimal.TryParse(isPercent ? text[..^1] : text, style, CultureInfo.InvariantCulture, out var number))
            return isPercent ? number / 100 : number;
        Say(field, $"is '{SafeText.Of(text)}'; set it to a number, a percentage or a time, such as 12.5, 80% or 20s");
        return 0;
    }

    private long? CountOf(string? text, string field)
    {
        if (text is null) return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= CountMax)
            return count;
        Say(field, $"is '{SafeText.Of(text)}'; set it to 1 to {CountMax}");
        return null;
    }

    private TimeSpan HoldOf(string? text, string field)
    {
        if (text is null) return TimeSpan.Zero;
        if (DurationText.TryParse(text) is { } time && time <= HoldMax) return time;
        Say(field, $"is '{SafeText.Of(text)}'; set it to 0s to {DurationText.Format(HoldMax)}, such as 2m");
        return TimeSpan.Zero;
    }

    private (BusinessCalendar? Calendar, string Band) HoursOf(string? text, string field)
    {
        if (text is null) return (null, "");
        var parts = text.Split('/');
        if (parts.Length > 2 || !calendars.TryGetValue(parts[0], out var calendar))
        {
            var there = calendars.Count == 0 ? "there are no calendars" : $"there are {string.Join(", ", calendars.Keys)}";
            Say(field, $"is '{SafeText.Of(text)}'; set it to CALENDAR or CALENDAR/BAND: {there}");
            return (null, "");
        }
        if (parts.Length == 1 || calendar.Bands.ContainsKey(parts[1])) return (calendar, parts.ElementAtOrDefault(1) ?? "");
        Say(field, $"is '{SafeText.Of(text)}'; calendar {parts[0]} has the bands {string.Join(", ", calendar.Bands.Keys)}");
        return (null, "");
    }

    private void Say(string field, string problem) => errors.Add($"{path}:KpiTargets{field}", problem);
}
