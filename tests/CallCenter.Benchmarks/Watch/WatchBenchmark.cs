using System.Globalization;

namespace CallCenter.Benchmarks.Watch;

/// <summary>
/// Dashboards under load: 1,000 queues, 5,000 agents, 1,000 events/s, eleven KPIs, subscribers at 1/s of views that differ in their sliding
/// windows. The server is a process of its own; adapters and subscribers share the machine with it.
/// </summary>
internal static class WatchBenchmark
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(20);

    // Nothing leaves their windows while they are measured, so that idle groups do not change.
    private static readonly TimeSpan Long = WatchLoad.HistoryLength + TimeSpan.FromMinutes(30);

    private static readonly WatchLoad[] Table =
    [
        Of(0, 0), Of(1, 10), Of(20, 100), Of(50, 200), Of(100, 300), Of(500, 1_000),
        ByAgent(20, 100), ByQueues(1, 2_000, 100),
    ];

    private static readonly WatchLoad[] Growth =
    [
        Of(20, 100) with { Name = "20 / 100, long windows", ShortestWindow = Long },
        Of(20, 100) with { Name = "20 / 100, long windows, 8000 idle queues besides", ShortestWindow = Long, IdleQueues = 8_000 },
    ];

    public static async Task RunAsync(Report report, string[] arguments)
    {
        WatchLoad[] rows = arguments switch
        {
            ["table", ..] => [.. Table, .. Growth],
            ["growth", ..] => Growth,
            [var views, var subscribers] => [Of(Number(views), Number(subscribers))],
            [var views, var subscribers, "by-agent"] => [ByAgent(Number(views), Number(subscribers))],
            [var views, var subscribers, var queues] => [ByQueues(Number(views), Number(subscribers), Number(queues))],
            _ => throw new ArgumentException("watch needs table, growth, or numbers of views and subscribers"),
        };
        report.Line();
        report.Line("## Watch: views / subscribers");
        report.LoadAverage();
        report.Line(WatchFigures.Head);
        foreach (var row in rows) report.Line((await MeasureAsync(row)).ToLine(row.Name));
    }

    private static async Task<WatchFigures> MeasureAsync(WatchLoad load)
    {
        await using var run = await WatchRun.StartAsync(load);
        return await run.MeasureAsync(Length);
    }

    private static WatchLoad Of(int views, int subscribers) => new($"{views} / {subscribers}", views, subscribers);

    private static WatchLoad ByAgent(int views, int subscribers)
        => new($"{views} / {subscribers} by agent", views, subscribers) { IsByAgent = true };

    private static WatchLoad ByQueues(int views, int subscribers, int queues)
        => new($"{views} ({queues} queues) / {subscribers}", views, subscribers) { Queues = queues };

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
