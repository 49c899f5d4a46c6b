using System.Globalization;

namespace CallCenter.Campaign.Fuzz;

/// <summary>The result of one door.</summary>
internal sealed record FuzzVerdict(string Door, FuzzOptions Options, FuzzCounts Counts)
{
    private const int OutcomesShown = 25;

    public long CompanionRounds { get; init; }
    public TimeSpan CompanionSlowest { get; init; }
    public long MemoryPeakBytes { get; init; }

    public bool IsGood => Counts.FindingCount == 0;

    /// <summary>One line.</summary>
    public override string ToString()
        => Text($"{Door}, seed {Options.Seed}: {Counts.Cases} cases in {Options.Duration.TotalSeconds} s, findings: {Counts.FindingCount}");

    /// <summary>A row of the report's table.</summary>
    public string ToRow()
        => Text($"| {Door} | {Options.Seed} | {Options.Duration.TotalSeconds} | {Counts.Cases} | {CompanionRounds} ")
            + Text($"| {CompanionSlowest.TotalSeconds:0.0} | {MemoryPeakBytes / 1_000_000} | {Counts.FindingCount} |");

    /// <summary>The outcomes, and the findings if there are any.</summary>
    public string ToMarkdown()
    {
        var command = $"dotnet run --project tests/CallCenter.Campaign -- fuzz --door {Door} "
            + Text($"--seed {Options.Seed} --seconds {Options.Duration.TotalSeconds}");
        string[] lines =
        [
            $"## {Door}", "",
            $"`{command}`",
            "", "| outcome | cases |", "|---|---:|",
            .. Counts.Outcomes.Take(OutcomesShown).Select(o => Text($"| {o.Outcome} | {o.Count} |")),
            .. Rest(), "",
            .. Counts.Findings.Select(finding => $"- {finding.ReplaceLineEndings(" ")}"),
        ];
        return string.Join('\n', lines) + "\n";
    }

    private IEnumerable<string> Rest()
    {
        var others = Counts.Outcomes.Skip(OutcomesShown).ToList();
        if (others.Count > 0) yield return Text($"| {others.Count} other kinds | {others.Sum(o => o.Count)} |");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
