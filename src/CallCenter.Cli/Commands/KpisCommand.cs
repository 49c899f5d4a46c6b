using System.CommandLine;
using CallCenter.Client;
using CallCenter.Core.Identity;
using CallCenter.V1;
using Spectre.Console;

namespace CallCenter.Cli.Commands;

/// <summary>ccg kpis: the available KPIs and their definitions.</summary>
internal static class KpisCommand
{
    public static Command Create(CliContext cli)
    {
        Option<string> output = OutputFormat.CreateOption(OutputFormat.Table, OutputFormat.Json);
        var command = new ExampleCommand("kpis", "Lists all KPIs with their formulas, variants and thresholds.",
            "ccg kpis",
            "ccg kpis -o json");
        command.Options.Add(output);
        command.SetAction((parsed, token) => RunAsync(cli, ServerOption.Require(parsed), parsed.GetValue(output)!, token));
        return command;
    }

    private static async Task<int> RunAsync(CliContext cli, string server, string output, CancellationToken token)
    {
        using var watcher = new KpiWatcher(server, cli.CredentialFor(server));
        IReadOnlyList<KpiDefinition> definitions = await Answer.InTimeAsync(watcher.ListKpisAsync, cli, server, token);
        if (output == OutputFormat.Json)
            await cli.Out.WriteLineAsync(JsonText.Page(new ListKpisResponse { Kpis = { definitions } }));
        else
            WriteTable(cli.OutConsole, definitions);
        return ExitCode.Ok;
    }

    private static void WriteTable(IAnsiConsole console, IReadOnlyList<KpiDefinition> definitions)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn(new TableColumn("id").NoWrap());
        table.AddColumns("name", "unit", "variants", "thresholds", "meaning and formula");
        foreach (KpiDefinition definition in definitions)
            table.AddRow(Cells(definition).Append(Meaning(definition)).Select(cell => new Text(cell)));
        console.Write(table);
    }

    // A server before descriptions has only formulas.
    private static string Meaning(KpiDefinition definition) => definition.Descriptions.TryGetValue("en", out var description)
        ? $"{SafeText.Escape(description)}\n= {SafeText.Escape(definition.Formula)}"
        : SafeText.Escape(definition.Formula);

    private static IEnumerable<string> Cells(KpiDefinition definition) => new[]
    {
        definition.Id,
        definition.Titles.GetValueOrDefault("en", definition.Id),
        definition.Unit,
        string.Join(", ", definition.Variants.Select(variant => variant.Id)),
        string.Join(", ", definition.Thresholds.Select(threshold => DurationText.Format(threshold.ToTimeSpan()))),
    }.Select(SafeText.Escape);
}
