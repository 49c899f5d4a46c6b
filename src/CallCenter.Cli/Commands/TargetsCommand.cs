using System.CommandLine;
using System.Globalization;
using CallCenter.Client;
using CallCenter.V1;
using Spectre.Console;

namespace CallCenter.Cli.Commands;

/// <summary>ccg targets: what KPIs are to be, and how they do.</summary>
internal static class TargetsCommand
{
    private static readonly string[] Columns = ["target", "group", "kpi", "status", "value", "limit", "gap", "of target", "may still miss"];

    public static Command Create(CliContext cli)
    {
        Option<string> output = OutputFormat.CreateOption(OutputFormat.Table, OutputFormat.Json, OutputFormat.Csv);
        var command = new ExampleCommand("targets", "Lists the targets of the settings with how their values do now, met or not.",
            "ccg targets",
            "ccg targets -o json");
        command.Options.Add(output);
        command.SetAction((parsed, token) => RunAsync(cli, ServerOption.Require(parsed), parsed.GetValue(output)!, token));
        return command;
    }

    private static async Task<int> RunAsync(CliContext cli, string server, string output, CancellationToken token)
    {
        using var watcher = new KpiWatcher(server, cli.CredentialFor(server));
        ListTargetsResponse answer = await Answer.InTimeAsync(watcher.ListTargetsAsync, cli, server, token);
        IEnumerable<string[]> rows = answer.Targets.SelectMany(target => target.States.Select(state => CellsOf(target, state, answer)));
        return await OutputFormat.WriteAsync(cli, output, () => answer,
            text => text.Write(string.Concat([Csv.Row(Columns), .. rows.Select(row => Csv.Row(row))])),
            console => WriteTable(console, rows));
    }

    private static void WriteTable(IAnsiConsole console, IEnumerable<string[]> rows)
    {
        var table = new FittedTable([.. Columns.Select((title, i) => new FittedTable.Column(title, IsKey: i < 2))]);
        foreach (string[] row in rows)
            table.Add(row);
        table.Write(console);
    }

    private static string[] CellsOf(Target target, TargetState state, ListTargetsResponse answer) =>
    [
        target.Name, string.Join(' ', state.Labels), target.Column.Spec, WordOf(state.Status),
        ValueText.Format(state.Value, answer.AsOfTime.ToDateTimeOffset()),
        $"{(target.Direction == TargetDirection.AtLeast ? ">=" : "<=")} {Number(target.Limit)}",
        state.HasGap ? Number(state.Gap) : "",
        state.HasPercentOfTarget ? $"{Number(state.PercentOfTarget)}%" : "",
        state.ErrorBudget is { } budget ? Number(budget.HasOfForecast ? budget.OfForecast : budget.SoFar) : "",
    ];

    private static string WordOf(TargetStatus status) => status switch
    {
        TargetStatus.Met => "met",
        TargetStatus.AtRisk => "at risk",
        TargetStatus.Unmet => "unmet",
        _ => "no data",
    };

    private static string Number(double number) => Math.Round(number, 3).ToString(CultureInfo.InvariantCulture);
}
