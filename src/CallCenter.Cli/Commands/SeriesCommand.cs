using System.CommandLine;
using CallCenter.Client;
using CallCenter.V1;

namespace CallCenter.Cli.Commands;

/// <summary>ccg series: the values of a selector by intervals.</summary>
internal static class SeriesCommand
{
    public static Command Create(CliContext cli)
    {
        var selector = new SelectorOptions();
        var every = new Option<string>("--every")
        {
            Description = $"Length of the intervals, by the zone of the server's settings: {SeriesText.IntervalForms}. Default: day.",
            HelpName = "INTERVAL",
            CustomParser = Parsing.Of(Interval),
            DefaultValueFactory = _ => "day",
        };
        var range = new Option<TimeRange>("--range")
        {
            Description = $"The time to show: {SeriesText.RangeForms}. Days are kept for 400 days, hours for 62, shorter intervals for 10. "
                + "Default: 14d.",
            HelpName = "RANGE",
            CustomParser = Parsing.Of(text => SeriesText.ParseRange(text, cli.TimeProvider.GetUtcNow())),
        };
        Option<string> output = OutputFormat.CreateOption(OutputFormat.Table, OutputFormat.Json, OutputFormat.Csv);
        var command = new ExampleCommand("series", "Prints KPIs by hours, days, weeks, months or quarters.",
            "ccg series",
            "ccg series --every 15m --range 12h --kpi contacts_offered,service_level",
            "ccg series --every day --range 365d --group-by queue -o csv > year.csv",
            "ccg series --every month --range 400d --kpi contacts_offered,talk_time:p90 --where queue=sales",
            "ccg series --every hour --range 2026-11-01T00:00Z..2026-11-08T00:00Z -o json");
        selector.AddWithoutWindowTo(command);
        command.Options.Add(every);
        command.Options.Add(range);
        command.Options.Add(output);
        command.SetAction((parsed, token) =>
        {
            var request = new QuerySeriesRequest
            {
                Selector = selector.ReadWithoutWindow(parsed),
                Range = parsed.GetValue(range) ?? SeriesText.ParseRange("14d", cli.TimeProvider.GetUtcNow()),
            };
            SeriesText.SetInterval(request, parsed.GetValue(every)!);
            return RunAsync(cli, ServerOption.Require(parsed), request, parsed.GetValue(output)!, token);
        });
        return command;
    }

    private static string Interval(string text)
    {
        SeriesText.SetInterval(new QuerySeriesRequest(), text);
        return text;
    }

    private static async Task<int> RunAsync(
        CliContext cli, string server, QuerySeriesRequest request, string output, CancellationToken token)
    {
        using var watcher = new KpiWatcher(server, cli.CredentialFor(server));
        BoardTable? names = output == OutputFormat.Table ? await BoardTable.ReadAsync(watcher, cli, server, token) : null;
        QuerySeriesResponse series = await Answer.InTimeAsync(limit => watcher.QuerySeriesAsync(request, limit), cli, server, token);
        return await OutputFormat.WriteAsync(cli, output, () => series,
            text => SeriesCsv.Write(text, request.Selector, series),
            console => SeriesTable.Write(console, series, request, names!));
    }
}
