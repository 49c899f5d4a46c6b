using System.CommandLine;
using CallCenter.Client;
using CallCenter.V1;
using Grpc.Net.Client;

namespace CallCenter.Cli.Commands;

/// <summary>ccg top: queues, agents, targets and alerts on a whole terminal, as they change.</summary>
internal static class TopCommand
{
    public static Command Create(CliContext cli)
    {
        var selector = new SelectorOptions();
        Option<string> language = DisplayLanguage.CreateOption(cli);
        var command = new ExampleCommand("top",
            "Shows queues, agents, targets and open alerts on the whole terminal, as they change; ? shows the keys, q quits.",
            "ccg top",
            "ccg top --window 30m --where queue=sales,support",
            "ccg top --language zh",
            "NO_COLOR=1 ccg top");
        selector.AddFiltersTo(command);
        command.Options.Add(language);
        command.SetAction((parsed, token) =>
            RunAsync(cli, ServerOption.Require(parsed), selector.Read(parsed, []), parsed.GetValue(language)!, token));
        return command;
    }

    private static async Task<int> RunAsync(CliContext cli, string server, Selector common, string language, CancellationToken token)
    {
        if (!cli.OutIsTerminal || Console.IsInputRedirected)
            throw new FailedException("top needs a terminal; 'ccg watch' writes changes to a pipe, and 'ccg snapshot' the values of now");
        using GrpcChannel channel = CallCenterChannel.Open(server, cli.CredentialFor(server));
        using var watcher = new KpiWatcher(channel);
        using var alerts = new AlertClient(channel);
        ListKpisResponse catalogue = await Answer.InTimeAsync(watcher.GetCatalogueAsync, cli, server, token);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(token);
        var source = new TopSource(watcher, alerts, common, cli.TimeProvider);
        bool hasColors = string.IsNullOrEmpty(cli.Variable("NO_COLOR"));
        var screen = new TopScreen(cli, source, new TopTables(source, catalogue, language), TopWords.In(language), hasColors);
        await screen.RunAsync(end.Token);
        await end.CancelAsync();
        return ExitCode.Ok;
    }
}
