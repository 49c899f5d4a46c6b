using System.CommandLine;
using CallCenter.Client;
using CallCenter.V1;

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
        return await OutputFormat.WriteRowsAsync(cli, output, () => answer, Columns, keyCount: 2, rows);
    }

    private static string[] CellsOf(Target target, TargetState state, ListTargetsResponse answer) =>
    [
        target.Name, string.Join(' ', state.Labels), target.Column.Spec, WordOf(state.Status),
        ValueText.Format(state.Value, answer.AsOfTime.ToDateTimeOffset()),
        LimitText.Of(target.Direction, target.Limit),
        state.HasGap ? LimitText.Number(state.Gap) : "",
        state.HasPercentOfTarget ? $"{LimitText.Number(state.PercentOfTarget)}%" : "",
        state.ErrorBudget is { } budget ? LimitText.Number(budget.HasOfForecast ? budget.OfForecast : budget.SoFar) : "",
    ];

    private static string WordOf(TargetStatus status) => status switch
    {
        TargetStatus.Met => "met",
        TargetStatus.AtRisk => "at risk",
        TargetStatus.Unmet => "unmet",
        _ => "no data",
    };
}
