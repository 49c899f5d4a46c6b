using System.Globalization;

namespace CallCenter.Campaign;

/// <summary>The result of a campaign.</summary>
public sealed record Verdict(CampaignOptions Options, Differences Differences, FaultLog Log)
{
    public long Events { get; init; }
    public long Rejected { get; init; }
    public int Superseded { get; init; }
    public int Streams { get; init; }
    public int Messages { get; init; }

    public bool IsGood => Log.Broken.Count == 0 && !Differences.Any;

    /// <summary>One line.</summary>
    public override string ToString()
        => Text($"seed {Options.Seed}, {Options.Store}: {Events} events, {Log.Counts.Values.Sum()} faults in {Options.Cycles} cycles: ")
            + Text($"lost {Differences.Lost}, doubled {Differences.Doubled}")
            + (IsGood ? "" : Text($", {Log.Broken.Count} guarantees broken"));

    /// <summary>A section of a report.</summary>
    public string ToMarkdown()
    {
        var command = "dotnet run --project tests/CallCenter.Campaign -- "
            + Text($"--seed {Options.Seed} --cycles {Options.Cycles} --store {Options.Store}");
        string[] lines =
        [
            Text($"## {Options.Store}, seed {Options.Seed}"), "",
            $"`{command}`", "",
            Text($"{Options.Cycles} cycles, {Options.Sources} sources, {Options.Nodes} nodes, {Events} events"),
            Text($"of which {Rejected} had to be rejected:"),
            Text($"**lost {Differences.Lost}, doubled {Differences.Doubled}**, guarantees broken: {Log.Broken.Count}."), "",
            "| fault | times |", "|---|---:|",
            .. Log.Counts.Select(c => Text($"| {c.Key} | {c.Value} |")), "",
            Text($"Seen: {Superseded} senders told SESSION_SUPERSEDED, {Streams} subscriptions with {Messages} messages."), "",
            .. Log.Broken.Take(50).Select(broken => $"- {broken}"),
        ];
        return string.Join('\n', lines) + "\n";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
