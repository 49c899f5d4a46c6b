using System.CommandLine;
using CallCenter.Client;
using CallCenter.V1;
using Spectre.Console;

namespace CallCenter.Cli.Commands;

/// <summary>ccg kpis: the available KPIs and their definitions.</summary>
internal static class KpisCommand
{
    // Of a file or pipe: what editors and pagers show without breaking lines once more.
    private const int PipeWidth = 120;

    public static Command Create(CliContext cli)
    {
        Option<string> output = OutputFormat.CreateOption(OutputFormat.Table, OutputFormat.Json);
        Option<string> language = DisplayLanguage.CreateOption(cli);
        var command = new ExampleCommand("kpis", "Lists all KPIs with their formulas, variants and thresholds.",
            "ccg kpis",
            "ccg kpis --language zh",
            "ccg kpis -o json");
        command.Options.Add(output);
        command.Options.Add(language);
        command.SetAction((parsed, token) => RunAsync(
            cli, ServerOption.Require(parsed), parsed.GetValue(output)!, parsed.GetValue(language)!, token));
        return command;
    }

    private static async Task<int> RunAsync(CliContext cli, string server, string output, string language, CancellationToken token)
    {
        using var watcher = new KpiWatcher(server, cli.CredentialFor(server));
        ListKpisResponse catalogue = await Answer.InTimeAsync(watcher.GetCatalogueAsync, cli, server, token);
        if (output == OutputFormat.Json)
        {
            await cli.Out.WriteLineAsync(JsonText.Page(catalogue));
            return ExitCode.Ok;
        }
        IAnsiConsole console = cli.OutConsole;
        if (!cli.OutIsTerminal) console.Profile.Width = PipeWidth;
        console.Write(new KpiTable(catalogue, language).ToTable());
        return ExitCode.Ok;
    }
}
