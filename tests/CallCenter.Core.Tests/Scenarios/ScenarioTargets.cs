using System.Globalization;
using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Settings;
using CallCenter.Core.Targets;

namespace CallCenter.Core.Tests.Scenarios;

/// <summary>Targets in scenarios: "at-least 0.8 warning=0.85 min=20 forecast=1000 -> unmet gap=-0.1 percent=87.5 so-far=-10 left=170
/// required=0.8111". Numbers are compared as far as they are written.</summary>
internal static class ScenarioTargets
{
    /// <summary>What differs from what is written; none when all is well.</summary>
    public static IEnumerable<string> Judge(KpiValue value, Instant now, string[] words)
    {
        var arrow = Array.IndexOf(words, "->");
        var set = Parts(words[2..arrow]);
        var target = new KpiTarget("target", "", Number(words[1]), words[0] == "at-least")
        {
            Warning = set.TryGetValue("warning", out var warning) ? Number(warning) : null,
            SampleMin = set.TryGetValue("min", out var min) ? (long)Number(min) : 1,
            Forecast = set.TryGetValue("forecast", out var forecast) ? (long)Number(forecast) : null,
        };
        var judged = TargetJudgement.Of(target, value, now);
        if (Word(judged.Status) != words[arrow + 1]) yield return $"the target is {Word(judged.Status)}, expected {words[arrow + 1]}";
        foreach (var (name, expected) in Parts(words[(arrow + 2)..]))
        {
            var actual = name switch
            {
                "gap" => judged.Gap,
                "percent" => judged.Percent,
                "so-far" => judged.Budget?.SoFar,
                "left" => judged.Budget?.OfForecast,
                "required" => judged.Budget?.RequiredFromNow,
                _ => throw new FormatException($"'{name}' is nothing of a target."),
            };
            var digits = expected.Split('.').ElementAtOrDefault(1)?.Length ?? 0;
            if (actual is not { } number || Math.Round(number, digits, MidpointRounding.AwayFromZero) != Number(expected))
                yield return $"{name} is {actual}, expected {expected}";
        }
    }

    private static string Word(TargetStatus status) => status switch
    {
        TargetStatus.Met => "met",
        TargetStatus.AtRisk => "at-risk",
        TargetStatus.Unmet => "unmet",
        _ => "no-data",
    };

    private static Dictionary<string, string> Parts(string[] words)
        => words.Select(word => word.Split('=')).ToDictionary(parts => parts[0], parts => parts[1]);

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
