using CallCenter.Client;
using CallCenter.V1;

namespace CallCenter.Cli.Tests;

/// <summary>ccg top and ccg watch in a terminal.</summary>
public sealed class TopTests(SimulatedWeek week) : IClassFixture<SimulatedWeek>
{
    private const string Window = "previous-week";

    [TmuxTheory]
    [InlineData(80, 24, 6)]
    [InlineData(200, 60, 14)]
    public async Task The_screen_has_the_numbers_of_a_snapshot(int width, int height, int columnsAtLeast)
    {
        KpiBoard byQueue = await SnapshotAsync("queue");
        KpiBoard total = await SnapshotAsync();
        await using TmuxScreen screen = await TopAsync(width, height);

        string[] lines = await screen.UntilAsync(lines => Row(lines, "All") is not null && Row(lines, "vip") is not null);

        AssertSame(total.Rows[0], total, Row(lines, "All")!, columnsAtLeast);
        Assert.All(byQueue.Rows, row => AssertSame(row, byQueue, Row(lines, row.Labels[0])!, columnsAtLeast));
        Assert.StartsWith("q quit", lines[height - 1], StringComparison.Ordinal);
    }

    [TmuxTheory]
    [InlineData("snapshot")]
    [InlineData("watch")]
    [InlineData("series")]
    public async Task Tables_of_a_narrow_terminal_break_no_word(string command)
    {
        string[] args = command == "series" ? ["--every", "week", "--range", "2026-02-23T00:00Z..2026-02-24T00:00Z"] : ["--window", Window];
        await using TmuxScreen screen =
            await TmuxScreen.StartAsync(80, 120, [command, "-g", "queue", .. args, "--server", week.Address]);

        string[] lines = await screen.UntilAsync(lines => lines.Any(line => line.StartsWith("as of", StringComparison.Ordinal)));

        string[] allowed =
        [
            .. (await TitlesAsync()).SelectMany(title => title.Split(' ')), "Queue", "from", "so", "far)", "Mon",
            .. week.Truth.Visits.Select(v => v.Queue),
        ];
        IEnumerable<string> words = lines.TakeWhile(line => !line.StartsWith("as of", StringComparison.Ordinal))
            .SelectMany(line => line.Split(' ', '─')).Where(word => word.Any(char.IsLetter));
        Assert.Equal([], words.Except(allowed).Except(["tickets"]));
    }

    [TmuxTheory]
    [InlineData(80, 24)]
    public async Task Keys_choose_sort_filter_open_and_quit(int width, int height)
    {
        await using TmuxScreen screen = await TopAsync(width, height);
        await screen.UntilAsync(lines => Row(lines, "vip") is not null);

        await screen.PressAsync("/", "v", "i", "p", "Enter");
        await screen.UntilAsync(lines => Row(lines, "sales") is null && Row(lines, "vip") is not null);
        await screen.PressAsync("Enter");
        await screen.UntilAsync(lines => lines[0].Contains("[vip]", StringComparison.Ordinal) && lines.Any(line => line.Contains("State")));
        await screen.PressAsync("2");
        await screen.UntilAsync(lines => lines[0].Contains("[Agents]", StringComparison.Ordinal) && Row(lines, "agent-01") is not null);
        await screen.PressAsync("3");
        await screen.UntilAsync(lines => Row(lines, "asa") is not null);
        await screen.PressAsync("4");
        await screen.UntilAsync(lines => lines[0].Contains("[Alerts]", StringComparison.Ordinal) && Row(lines, "Nothing") is not null);
        await screen.PressAsync("?");
        await screen.UntilAsync(lines => lines.Any(line => line.Contains("Any key closes", StringComparison.Ordinal)));
        await screen.ResizeAsync(40, 12);
        await screen.UntilAsync(lines => lines[11].StartsWith("q quit", StringComparison.Ordinal));
        await screen.PressAsync("q");
        await screen.UntilAsync(lines => lines.All(line => line.Length == 0));
    }

    [Fact]
    public async Task Without_a_terminal_it_says_what_to_use_instead()
    {
        Ended ended = await CommandRun.ToEndAsync(["top", "--server", week.Address]);

        Assert.Equal((1, ""), (ended.Code, ended.Out));
        Assert.Contains("top needs a terminal; 'ccg watch'", ended.Error, StringComparison.Ordinal);
    }

    private static void AssertSame(KpiRow row, KpiBoard board, string[] shown, int columnsAtLeast)
    {
        string[] values = [.. row.Values.Select(value => ValueText.Format(value, board.AsOfTime))];
        Assert.InRange(shown.Length - 1, columnsAtLeast, values.Length);
        Assert.Equal(values[..(shown.Length - 1)], shown[1..]);
    }

    private static string[]? Row(string[] lines, string name) => lines
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => word is not ("✘" or "▲")).ToArray())
        .FirstOrDefault(words => words.FirstOrDefault() == name);

    private async Task<KpiBoard> SnapshotAsync(params string[] groupBy)
    {
        using var watcher = new KpiWatcher(week.Address);
        var selector = new Selector { Window = WindowText.Parse(Window), GroupBy = { groupBy } };
        selector.Kpis.Add(SelectorText.Kpis(TopKpis.Queues));
        return await watcher.GetSnapshotAsync(selector);
    }

    private async Task<IEnumerable<string>> TitlesAsync()
    {
        using var watcher = new KpiWatcher(week.Address);
        return (await watcher.ListKpisAsync()).Select(kpi => kpi.Titles["en"]);
    }

    private Task<TmuxScreen> TopAsync(int width, int height) =>
        TmuxScreen.StartAsync(width, height, "top", "--window", Window, "--server", week.Address);
}
