using CallCenter.Client;
using CallCenter.V1;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CallCenter.Cli;

/// <summary>A board that stays in its place on a terminal while its values change.</summary>
internal static class LiveBoard
{
    /// <summary>Shows each board in place of the one before, to the last one.</summary>
    public static Task ShowAsync(IAnsiConsole console, BoardTable table, Selector selector, IAsyncEnumerable<KpiBoard> boards) =>
        console.Live(new Text("…")).StartAsync(async live =>
        {
            await foreach (KpiBoard board in boards)
            {
                IEnumerable<IRenderable> tables = table.Of(board, selector).Fit(console.Profile.Width);
                live.UpdateTarget(new Rows([.. tables, new Text(BoardTable.Footer(board) + (board.IsStale ? "; stale" : ""))]));
                live.Refresh();
            }
        });
}
