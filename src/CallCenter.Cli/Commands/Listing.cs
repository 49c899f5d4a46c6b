using System.CommandLine;
using CallCenter.Client;
using Google.Protobuf;

namespace CallCenter.Cli.Commands;

/// <summary>Which entries of a list to print; empty texts choose nothing.</summary>
internal sealed record ListFilter(string Search, string Source, string Queue);

/// <summary>One list of ccg list: how it is read, and what of an entry is printed.</summary>
internal sealed record Listing<T>
{
    public required string Name { get; init; }
    public required string Description { get; init; }
    public required string[] Examples { get; init; }
    public required string[] Columns { get; init; }
    public required Func<KpiWatcher, ListFilter, CancellationToken, IAsyncEnumerable<T>> Read { get; init; }
    public required Func<T, string[]> CellsOf { get; init; }
    public required Func<IEnumerable<T>, IMessage> ToMessage { get; init; }
    public bool HasSource { get; init; }
    public bool HasQueue { get; init; }

    public Command ToCommand(CliContext cli)
    {
        Option<string> search = Text("--search", "Only entries with this text in their name, in any case.", "TEXT");
        Option<string> source = Text("--source", "Only what this source has.", "NAME");
        Option<string> queue = Text("--queue", "Only what this queue has.", "NAME");
        Option<string> output = OutputFormat.CreateOption(OutputFormat.Table, OutputFormat.Json, OutputFormat.Csv);
        var command = new ExampleCommand(Name, Description, Examples);
        command.Options.Add(search);
        if (HasSource) command.Options.Add(source);
        if (HasQueue) command.Options.Add(queue);
        command.Options.Add(output);
        command.SetAction((parsed, token) => RunAsync(
            cli, ServerOption.Require(parsed),
            new ListFilter(parsed.GetValue(search) ?? "", parsed.GetValue(source) ?? "", parsed.GetValue(queue) ?? ""),
            parsed.GetValue(output)!, token));
        return command;
    }

    private static Option<string> Text(string name, string description, string value)
        => new(name) { Description = description, HelpName = value };

    private async Task<int> RunAsync(CliContext cli, string server, ListFilter filter, string output, CancellationToken token)
    {
        using var watcher = new KpiWatcher(server, cli.CredentialFor(server));
        List<T> entries = await Answer.InTimeAsync(limit => ReadAllAsync(watcher, filter, limit), cli, server, token);
        return await OutputFormat.WriteRowsAsync(cli, output, () => ToMessage(entries), Columns, keyCount: 1, entries.Select(CellsOf));
    }

    private async Task<List<T>> ReadAllAsync(KpiWatcher watcher, ListFilter filter, CancellationToken token)
    {
        List<T> entries = [];
        await foreach (T entry in Read(watcher, filter, token))
            entries.Add(entry);
        return entries;
    }
}
