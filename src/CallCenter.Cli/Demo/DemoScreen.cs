using CallCenter.Client;
using CallCenter.V1;
using Spectre.Console;

namespace CallCenter.Cli;

/// <summary>Shows the demonstration's KPIs by queue: in place on a terminal, as one table every few seconds elsewhere.</summary>
internal static class DemoScreen
{
    private const string Kpis =
        "contacts_waiting,longest_wait,contacts_offered,contacts_answered,contacts_abandoned,"
        + "service_level@20s,speed_of_answer,avg_handle_time,agents_available,agents_on_contact";

    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(5);

    /// <summary>Shows that the past is simulated: as a bar on a terminal, as a line elsewhere.</summary>
    /// <param name="run">Receives what shows the part that is done.</param>
    public static async Task ShowPastAsync(CliContext cli, Func<Action<double>, Task> run)
    {
        string title = $"Simulating the last {DemoCentre.Past.TotalHours:0} hours";
        if (cli.OutIsTerminal)
        {
            await cli.OutConsole.Progress().AutoClear(true).StartAsync(context =>
            {
                ProgressTask bar = context.AddTask(title, maxValue: 1);
                return run(part => bar.Value = part);
            });
            return;
        }
        await cli.Out.WriteLineAsync(title);
        await run(_ => { });
    }

    public static async Task RunAsync(CliContext cli, string address, CancellationToken token)
    {
        using var watcher = new KpiWatcher(address);
        var options = new WatchOptions { MinInterval = cli.OutIsTerminal ? TimeSpan.FromSeconds(1) : PlainInterval };
        BoardTable table = await BoardTable.ReadAsync(watcher, cli, address, token);
        IAsyncEnumerable<KpiBoard> boards = watcher.WatchAsync(Selector(), options, token);
        if (cli.OutIsTerminal) await LiveAsync(cli.OutConsole, address, table, boards);
        else await PlainAsync(cli.OutConsole, table, boards);
    }

    private static async Task LiveAsync(IAnsiConsole console, string address, BoardTable table, IAsyncEnumerable<KpiBoard> boards)
    {
        console.MarkupLineInterpolated(
            $"[bold]CallCenterGrpc demo[/] on {address}: a simulated contact centre, last 30 minutes. Ctrl-C ends it.");
        console.MarkupLineInterpolated($"[grey]In a second terminal: ccg top --server {address}[/]");
        await LiveBoard.ShowAsync(console, table, Selector(), boards);
    }

    private static async Task PlainAsync(IAnsiConsole console, BoardTable table, IAsyncEnumerable<KpiBoard> boards)
    {
        await foreach (KpiBoard board in boards) table.Write(console, board, Selector());
    }

    private static Selector Selector()
    {
        var selector = new Selector { Window = WindowText.Parse("30m"), GroupBy = { "queue" } };
        selector.Kpis.AddRange(Kpis.Split(',').Select(KpiRefText.Parse));
        return selector;
    }
}
