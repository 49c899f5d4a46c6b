namespace CallCenter.Campaign;

/// <summary>Runs a campaign and keeps its evidence after a failure.</summary>
public static class Runs
{
    /// <summary>0 when nothing was lost or doubled and every guarantee held, else 1.</summary>
    public static async Task<int> RunAsync(CampaignOptions options)
    {
        var log = new FaultLog();
        var isGood = false;
        try
        {
            var verdict = await Campaign.RunAsync(options, log);
            isGood = verdict.IsGood;
            if (options.Report is { } report) await File.AppendAllTextAsync(report, verdict.ToMarkdown());
            Console.WriteLine(verdict);
        }
        catch (Exception e)
        {
            log.Say($"the campaign broke off: {e}");
            Console.Error.WriteLine($"seed {options.Seed}: the campaign broke off: {e.Message}");
        }
        if (isGood) Directory.Delete(options.Folder, recursive: true);
        else await SaveAsync(options, log);
        return isGood ? 0 : 1;
    }

    /// <summary>The newest lines of a campaign and of its nodes, for the report of a failed test.</summary>
    public static string Evidence(CampaignOptions options, FaultLog log)
    {
        var nodes = Directory.GetFiles(options.Folder, "*.log").Order(StringComparer.Ordinal)
            .SelectMany(file => File.ReadLines(file).TakeLast(40).Prepend($"--- {Path.GetFileName(file)}"));
        return string.Join('\n', [.. log.Broken, .. log.Lines.TakeLast(200), .. nodes]);
    }

    private static async Task SaveAsync(CampaignOptions options, FaultLog log)
    {
        await File.WriteAllLinesAsync(Path.Combine(options.Folder, "faults.log"), log.Lines);
        foreach (var broken in log.Broken.Take(20)) Console.Error.WriteLine(broken);
        Console.Error.WriteLine($"What happened, and the nodes' lines: {options.Folder}");
    }
}
