using System.CommandLine;
using CallCenter.Client;
using CallCenter.V1;

namespace CallCenter.Cli.Commands;

/// <summary>ccg explain: the contacts and agents behind one value.</summary>
internal static class ExplainCommand
{
    private const int CountDefault = 100;
    private const int PageMax = 1_000;

    public static Command Create(CliContext cli)
    {
        var kpi = new Argument<KpiRef?>("KPI")
        {
            Description = "The KPI, as id[.variant][@threshold]; 'ccg kpis' lists them.",
            CustomParser = Parsing.Of(KpiRefText.Parse),
        };
        var selector = new SelectorOptions();
        var count = new Option<int>("--count", "-n")
        {
            Description = "Most entries to print, the newest ones; 0: all.",
            HelpName = "NUMBER",
            DefaultValueFactory = _ => CountDefault,
        };
        Option<string> output = OutputFormat.CreateOption(OutputFormat.Table, OutputFormat.Json, OutputFormat.Csv);
        var command = new ExampleCommand("explain",
            "Lists the contacts or agents behind a value, the newest first, each with what it adds: they add up to the value.",
            "ccg explain contacts_abandoned --where queue=sales",
            "ccg explain contacts_abandoned --window today@Europe/London -n 0 -o csv > call-back.csv",
            "ccg explain service_level@20s --where queue=sales --window 30m",
            "ccg explain avg_handle_time --where agent=ann --window today",
            "ccg explain agents_on_break --where team=north",
            "ccg explain longest_wait");
        command.Arguments.Add(kpi);
        selector.AddFiltersTo(command);
        command.Options.Add(count);
        command.Options.Add(output);
        command.SetAction((parsed, token) => RunAsync(
            cli, ServerOption.Require(parsed), selector.Read(parsed, parsed.GetValue(kpi)!), parsed.GetValue(count),
            parsed.GetValue(output)!, token));
        return command;
    }

    private static async Task<int> RunAsync(
        CliContext cli, string server, Selector selector, int count, string output, CancellationToken token)
    {
        if (count < 0)
            throw new UsageException("--count must be 0 or more");
        using var watcher = new KpiWatcher(server, cli.CredentialFor(server));
        ExplainValueResponse answer = await ReadAsync(
            new ExplainValueRequest { Selector = selector }, count == 0 ? int.MaxValue : count,
            request => Answer.InTimeAsync(limit => watcher.ExplainValueAsync(request, limit), cli, server, token));
        return await OutputFormat.WriteAsync(cli, output, () => answer,
            text => text.Write(ExplanationTable.Csv(answer)),
            console => ExplanationTable.Write(console, answer));
    }

    // All pages as one.
    private static async Task<ExplainValueResponse> ReadAsync(
        ExplainValueRequest request, int count, Func<ExplainValueRequest, Task<ExplainValueResponse>> ask)
    {
        request.PageSize = Math.Min(count, PageMax);
        ExplainValueResponse all = await ask(request);
        while (all.NextPageToken.Length > 0 && all.Entries.Count < count)
        {
            request.PageToken = all.NextPageToken;
            ExplainValueResponse page = await ask(request);
            all.Entries.AddRange(page.Entries.Take(count - all.Entries.Count));
            all.NextPageToken = page.NextPageToken;
        }
        return all;
    }
}
