using System.CommandLine;
using CallCenter.Client;
using CallCenter.V1;

namespace CallCenter.Cli.Commands;

/// <summary>ccg report: the indicators, stages and groups of a period, for people who manage by them.</summary>
internal static class ReportCommand
{
    private const string Today = "today";

    private static readonly Dictionary<string, string> Dimensions = new()
    {
        ["issue_type"] = "issue_type",
        ["channel"] = "channel",
        ["tier"] = "customer_tier",
        ["queue"] = "queue",
        ["team"] = "team",
    };

    public static Command Create(CliContext cli)
    {
        var period = new Argument<string>("PERIOD")
        {
            Description = $"{ReportPeriod.Forms}, by the zone of the server's settings. Shifts are kept for 10 days, days for 400.",
            DefaultValueFactory = _ => "day",
            CustomParser = Parsing.Of(Period),
        };
        var date = new Option<string?>("--date")
        {
            Description = "A day of the period, such as 2026-11-29, or today for the one that runs. Default: the last one that is over.",
            HelpName = "DATE",
            CustomParser = Parsing.Of(Date),
        };
        var selector = new SelectorOptions();
        var by = new Option<string>("--by") { Description = "What table 3 is by.", DefaultValueFactory = _ => "issue_type" };
        by.AcceptOnlyFromAmong([.. Dimensions.Keys]);
        var measures = new Option<string?>("--measures")
        {
            Description = $"A CSV file of improvement measures: {Measure.Form}. Dates as 2026-11-29; "
                + "a kpi and a start give before and after.",
            HelpName = "FILE",
        };
        Option<string> output = ReportFormat.CreateOption(cli);
        Option<string> language = DisplayLanguage.CreateOption(cli);
        var command = new ExampleCommand("report",
            "Reports a period: indicators with targets, delays by stage, results by group, measures.",
            "ccg report",
            "ccg report week",
            "ccg report 08:00-16:00 --date today --where queue=sales",
            "ccg report month --date 2026-11-01 --by channel -o html > november.html",
            "ccg report quarter --measures measures.csv --language zh > report.md",
            "ccg report day -k service_level@20s,avg_handle_time -o json");
        command.Arguments.Add(period);
        command.Options.Add(date);
        selector.AddKpisAndFiltersTo(command, "the usual indicators of table 1");
        foreach (Option option in (Option[])[by, measures, output, language])
            command.Options.Add(option);
        command.SetAction((parsed, token) =>
        {
            Selector asked = selector.ReadWithoutWindow(parsed);
            var order = new ReportOrder(
                parsed.GetValue(period)!, parsed.GetValue(date), asked.Where, Dimensions[parsed.GetValue(by)!],
                selector.HasKpis(parsed) ? asked.Kpis : null, parsed.GetValue(measures) is { } file ? Measure.Read(file) : null,
                parsed.GetValue(language)!);
            return RunAsync(cli, ServerOption.Require(parsed), order, parsed.GetValue(output)!, token);
        });
        return command;
    }

    private static async Task<int> RunAsync(CliContext cli, string server, ReportOrder order, string output, CancellationToken token)
    {
        using var watcher = new KpiWatcher(server, cli.CredentialFor(server));
        Report report = await Answer.InTimeAsync(
            limit => ReportMaker.MakeAsync(watcher, order, cli.TimeProvider.GetUtcNow(), limit), cli, server, token);
        ReportFormat.Write(cli, output, report, order.Language);
        return ExitCode.Ok;
    }

    private static string Period(string text)
    {
        ReportPeriod.Parse(text, default, TimeZoneInfo.Utc);
        return text;
    }

    private static string Date(string text) => text == Today || ReportPeriod.TryParseDate(text) is not null
        ? text
        : throw new FormatException($"date '{text}' cannot be read: write it as 2026-11-29, or {Today}");
}
