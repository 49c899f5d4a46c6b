using System.Globalization;
using System.Text;

namespace CallCenter.Campaign;

/// <summary>What came out.</summary>
public sealed record Verdict(CampaignOptions Options, Differences Differences, FaultLog Log)
{
    public long Events { get; init; }
    public long Rejected { get; init; }
    public int Superseded { get; init; }
    public int Streams { get; init; }
    public int Messages { get; init; }

    public bool IsGood => Log.Broken.Count == 0 && !Differences.Any;

    /// <summary>One line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"seed {Options.Seed}, {Options.Store}: {Events} events, {Log.Counts.Values.Sum()} faults in {Options.Cycles} cycles: lost {Differences.Lost}, doubled {Differences.Doubled}")
        + (IsGood ? "" : string.Create(CultureInfo.InvariantCulture, $", {Log.Broken.Count} guarantees broken"));

    /// <summary>A section of a report.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"## {Options.Store}, seed {Options.Seed}").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture,
            $"`dotnet run --project tests/CallCenter.Campaign -- --seed {Options.Seed} --cycles {Options.Cycles} --store {Options.Store}`").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture,
            $"{Options.Cycles} cycles, {Options.Sources} sources, {Options.Nodes} nodes, {Events} events of which {Rejected} had to be rejected:");
        text.AppendLine(CultureInfo.InvariantCulture, $"**lost {Differences.Lost}, doubled {Differences.Doubled}**, guarantees broken: {Log.Broken.Count}.").AppendLine();
        text.AppendLine("| fault | times |").AppendLine("|---|---:|");
        foreach (var (kind, count) in Log.Counts) text.AppendLine(CultureInfo.InvariantCulture, $"| {kind} | {count} |");
        text.AppendLine().AppendLine(CultureInfo.InvariantCulture,
            $"Seen: {Superseded} senders told SESSION_SUPERSEDED, {Streams} subscriptions with {Messages} messages, all begun with a snapshot.").AppendLine();
        foreach (var broken in Log.Broken.Take(50)) text.AppendLine(CultureInfo.InvariantCulture, $"- {broken}");
        return text.ToString();
    }
}
