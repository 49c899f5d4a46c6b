using System.Globalization;

namespace CallCenter.Campaign.Fuzz;

/// <summary>Fuzzes doors, some at a time, and writes the report.</summary>
public static class FuzzRuns
{
    /// <summary>0 when nothing was found, else 1.</summary>
    public static async Task<int> RunAsync(FuzzOptions options)
    {
        Console.WriteLine($"seed {options.Seed}");
        var verdicts = await VerdictsAsync(options);
        if (options.Report is { } report) await File.WriteAllTextAsync(report, ToMarkdown(verdicts));
        if (verdicts.TrueForAll(v => v.IsGood))
        {
            Directory.Delete(options.Folder, recursive: true);
            return 0;
        }
        foreach (var finding in FindingsIn(verdicts)) Console.Error.WriteLine(finding);
        Console.Error.WriteLine($"The servers' lines: {options.Folder}");
        return 1;
    }

    /// <summary>What was found; empty when nothing was.</summary>
    public static async Task<IReadOnlyList<string>> FindingsAsync(FuzzOptions options)
        => [.. FindingsIn(await VerdictsAsync(options))];

    private static IEnumerable<string> FindingsIn(List<FuzzVerdict> verdicts)
        => verdicts.SelectMany(v => v.Counts.Findings.Select(finding => $"{v.Door}: {finding}"));

    private static async Task<List<FuzzVerdict>> VerdictsAsync(FuzzOptions options)
    {
        var verdicts = new FuzzVerdict[options.Doors.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, verdicts.Length), new ParallelOptions { MaxDegreeOfParallelism = options.DoorsAtOnce },
            async (i, _) =>
            {
                verdicts[i] = await FuzzRun.RunAsync(options.Doors[i], options);
                Console.WriteLine(verdicts[i]);
            });
        return [.. verdicts];
    }

    private static string ToMarkdown(List<FuzzVerdict> verdicts)
    {
        string[] lines =
        [
            $"# Every door fuzzed, {DateTimeOffset.UtcNow.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}", "",
            "| door | seed | seconds | cases | companion's rounds | its slowest, s | server's peak memory, MB | findings |",
            "|---|---:|---:|---:|---:|---:|---:|---:|",
            .. verdicts.Select(v => v.ToRow()), "",
            .. verdicts.Select(v => v.ToMarkdown()),
        ];
        return string.Join('\n', lines);
    }
}
