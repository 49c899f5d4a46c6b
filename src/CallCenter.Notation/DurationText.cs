using System.Globalization;
using System.Text.RegularExpressions;

namespace CallCenter.Notation;

/// <summary>Lengths of time as people write them: 500ms, 20s, 1m30s, 24h, 2d.</summary>
public static partial class DurationText
{
    public static TimeSpan? TryParse(string text)
    {
        Match match = Whole().Match(text);
        if (!match.Success || text.Length == 0)
            return null;
        double seconds = Part(match, "d", 86_400) + Part(match, "h", 3_600) + Part(match, "m", 60) + Part(match, "s", 1)
            + Part(match, "ms", 0.001);
        return seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    public static string Format(TimeSpan time)
    {
        (double Amount, string Unit)[] parts =
        [
            (time.Days, "d"), (time.Hours, "h"), (time.Minutes, "m"), (time.Seconds, "s"), (time.Milliseconds, "ms"),
        ];
        string text = string.Concat(parts.Where(p => p.Amount != 0).Select(p => $"{p.Amount}{p.Unit}"));
        return text.Length > 0 ? text : "0s";
    }

    private static double Part(Match match, string unit, double seconds) =>
        match.Groups[unit] is { Success: true } group ? double.Parse(group.ValueSpan, CultureInfo.InvariantCulture) * seconds : 0;

    [GeneratedRegex(@"^((?<d>\d{1,6})d)?((?<h>\d{1,6})h)?((?<m>\d{1,6})m)?((?<s>\d{1,6}(\.\d{1,3})?)s)?((?<ms>\d{1,6})ms)?$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Whole();
}
