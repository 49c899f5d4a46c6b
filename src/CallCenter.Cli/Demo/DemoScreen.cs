using CallCenter.Client;
using CallCenter.V1;
using Spectre.Console;

namespace CallCenter.Cli;

/// <summary>Shows the demonstration's KPIs by queue: in place on a terminal, as one table every few seconds elsewhere.</summary>
internal static class DemoScreen
{
    private const string Kpis =
        "contacts_waiting,longest_wait,contacts_offered,contacts_answered,contacts_abandoned,"
        + "service_level@5s,speed_of_answer,avg_handle_time,agents_available,agents_on_contact";

    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(CliContext cli, string address, CancellationToken token)
    {
        using var watcher = new KpiWatcher(address);
        var options = new WatchOptions { MinInterval = cli.OutIsTerminal ? TimeSpan.FromSeconds(1) : PlainInterval };
        try
        {
            if (cli.OutIsTerminal) await LiveAsync(cli, address, watcher, options, token);
            else await PlainAsync(cli, watcher, options, token);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // The demonstration is over.
        }
    }

    private static async Task LiveAsync(CliContext cli, string address, KpiWatcher watcher, WatchOptions options, CancellationToken token)
    {
        IAnsiConsole console = cli.OutConsole;
        console.MarkupLineInterpolated(
            $"[bold]CallCenterGrpc demo[/] on {address}: a simulated contact centre, last 30 minutes. Ctrl-C ends it.");
        console.MarkupLineInterpolated($"[grey]In a second terminal: ccg watch --server {address} --group-by queue[/]");
        await console.Live(new Text("Starting…")).StartAsync(async live =>
        {
            await foreach (KpiBoard board in watcher.WatchAsync(Selector(), options, token))
            {
                live.UpdateTarget(new Rows(BoardTable.Of(board, Selector()), new Text(BoardTable.Footer(board))));
                live.Refresh();
            }
        });
    }

    private static async Task PlainAsync(CliContext cli, KpiWatcher watcher, WatchOptions options, CancellationToken token)
    {
        await foreach (KpiBoard board in watcher.WatchAsync(Selector(), options, token)) BoardTable.Write(
            cli.OutConsole, board, Selector());
    }

    private static Selector Selector()
    {
        var selector = new Selector { Window = WindowText.Parse("30m"), GroupBy = { "queue" } };
        selector.Kpis.AddRange(Kpis.Split(',').Select(KpiRefText.Parse));
        return selector;
    }
}
