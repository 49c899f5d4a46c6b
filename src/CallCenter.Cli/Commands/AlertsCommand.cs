using System.CommandLine;
using System.Globalization;
using System.Runtime.CompilerServices;
using CallCenter.Client;
using CallCenter.Core.Identity;
using CallCenter.V1;
using Google.Protobuf;

namespace CallCenter.Cli.Commands;

/// <summary>ccg alerts: missed targets, listed, watched and acknowledged.</summary>
internal static class AlertsCommand
{
    private static readonly string[] Columns =
        ["id", "target", "group", "kpi", "limit", "worst", "since", "raised", "cleared", "acknowledged"];

    public static Command Create(CliContext cli)
    {
        var open = new Option<bool>("--open") { Description = "Only alerts that are open." };
        var target = new Option<string>("--target") { Description = "Only alerts of this target.", HelpName = "NAME" };
        var watch = new Option<bool>("--watch")
        {
            Description = "Print the open alerts and then each that changes, as JSON lines. Ends with Ctrl-C.",
        };
        var count = new Option<int?>("--count", "-n")
        {
            Description = "At most so many alerts, or lines with --watch. Default: 100, with --watch no end.",
            HelpName = "N",
        };
        Option<string> output = OutputFormat.CreateOption(OutputFormat.Table, OutputFormat.Json, OutputFormat.Csv);
        var command = new ExampleCommand("alerts", "Lists alerts of missed targets, the newest first.",
            "ccg alerts --open",
            "ccg alerts --watch",
            "ccg alerts ack 1764535234123 --note \"two more agents are on their way\"");
        foreach (Option option in new Option[] { open, target, watch, count, output })
            command.Options.Add(option);
        command.Subcommands.Add(CreateAcknowledge(cli));
        command.SetAction((parsed, token) => parsed.GetValue(watch)
            ? WatchAsync(
                cli, ServerOption.Require(parsed), parsed.GetValue(target) ?? "", parsed.GetValue(count) ?? int.MaxValue, token)
            : ListAsync(
                cli, ServerOption.Require(parsed),
                new ListAlertsRequest { OpenOnly = parsed.GetValue(open), Target = parsed.GetValue(target) ?? "" },
                parsed.GetValue(count) ?? 100, parsed.GetValue(output)!, token));
        return command;
    }

    private static Command CreateAcknowledge(CliContext cli)
    {
        var id = new Argument<string>("ID") { Description = "Id of the alert." };
        var note = new Option<string>("--note") { Description = "What is to be known of it.", HelpName = "TEXT" };
        var name = new Option<string>("--name")
        {
            Description = "Who has seen it. Default: the name of the credential, or of the user of this machine.",
            HelpName = "NAME",
        };
        var command = new ExampleCommand("ack", "Notes that you have seen an alert; needs the role alerts:ack.",
            "ccg alerts ack 1764535234123 --note \"on it\"");
        command.Arguments.Add(id);
        command.Options.Add(note);
        command.Options.Add(name);
        command.SetAction((parsed, token) => AcknowledgeAsync(
            cli, ServerOption.Require(parsed), parsed.GetValue(id)!, parsed.GetValue(note) ?? "",
            parsed.GetValue(name) ?? Environment.UserName, token));
        return command;
    }

    private static async Task<int> AcknowledgeAsync(
        CliContext cli, string server, string id, string note, string name, CancellationToken token)
    {
        using var client = new AlertClient(server, cli.CredentialFor(server));
        Alert alert = await Answer.InTimeAsync(limit => client.AcknowledgeAsync(id, note, name, limit), cli, server, token);
        string subject = SafeText.Escape($"{alert.Target} {string.Join(' ', alert.Labels)}".TrimEnd());
        await cli.Out.WriteLineAsync($"acknowledged {subject} as {SafeText.Escape(alert.Acknowledgement.Name)}");
        return ExitCode.Ok;
    }

    private static async Task<int> WatchAsync(CliContext cli, string server, string target, int countMax, CancellationToken token)
    {
        using var client = new AlertClient(server, cli.CredentialFor(server));
        var run = new StreamRun(cli, server, countMax);
        return await run.RunAsync((tell, stop) => run.PrintAsync(Messages(
            client.WatchAsync(target, new WatchOptions { TimeProvider = cli.TimeProvider, OnDisconnected = tell }, stop), stop)), token);
    }

    private static async IAsyncEnumerable<IMessage> Messages(
        IAsyncEnumerable<WatchAlertsResponse> responses, [EnumeratorCancellation] CancellationToken token)
    {
        await foreach (WatchAlertsResponse response in responses.WithCancellation(token))
            yield return response;
    }

    private static async Task<int> ListAsync(
        CliContext cli, string server, ListAlertsRequest request, int countMax, string output, CancellationToken token)
    {
        using var client = new AlertClient(server, cli.CredentialFor(server));
        List<Alert> alerts = await Answer.InTimeAsync(limit => ReadAsync(client, request, countMax, limit), cli, server, token);
        return await OutputFormat.WriteRowsAsync(
            cli, output, () => new ListAlertsResponse { Alerts = { alerts } }, Columns, keyCount: 1, alerts.Select(CellsOf));
    }

    private static async Task<List<Alert>> ReadAsync(
        AlertClient client, ListAlertsRequest request, int countMax, CancellationToken token)
    {
        List<Alert> alerts = [];
        await foreach (Alert alert in client.ListAsync(request, token))
        {
            if (alerts.Count >= countMax)
                break;
            alerts.Add(alert);
        }
        return alerts;
    }

    private static string[] CellsOf(Alert alert) =>
    [
        alert.Id, alert.Target, string.Join(' ', alert.Labels), alert.Kpi,
        LimitText.Of(alert.Direction, alert.Limit), LimitText.Number(alert.WorstValue),
        Time(alert.SinceTime), Time(alert.RaiseTime), Time(alert.ClearTime),
        alert.Acknowledgement is { } seen ? $"{seen.Name}{(seen.Note.Length > 0 ? $": {seen.Note}" : "")}" : "",
    ];

    private static string Time(Google.Protobuf.WellKnownTypes.Timestamp? time)
        => time?.ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";
}
