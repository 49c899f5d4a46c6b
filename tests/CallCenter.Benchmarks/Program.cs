using System.Globalization;
using CallCenter.Benchmarks;
using CallCenter.Benchmarks.Cost;
using CallCenter.Benchmarks.Load;
using CallCenter.Benchmarks.Redis;
using CallCenter.Benchmarks.Watch;

switch (args)
{
    case ["noop", var door]:
        await NoOpServer.RunAsync(door);
        return 0;
    case ["serve", .. var settings]:
        await using (var app = CallCenter.Server.ServerApp.Build(
            [.. settings, "--Logging:LogLevel:Default=Warning", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Warning"]))
            await app.RunAsync();
        return 0;
    case ["serve-cost", var kind, .. var settings]:
        await CostServer.RunAsync(kind == "full", settings);
        return 0;
    case ["cost", .. var file]:
        await KeepAsync(new Report(), CostBenchmark.RunAsync, file);
        return 0;
    case ["watch", "table" or "growth", .. var file]:
        await KeepAsync(new Report(), report => WatchBenchmark.RunAsync(report, args[1..]), file);
        return 0;
    case ["watch", "overload", .. var file]:
        await KeepAsync(new Report(), OverloadBenchmark.RunAsync, file);
        return 0;
    case ["watch", "stuck", .. var file]:
        await KeepAsync(new Report(), FanOutBenchmark.RunStuckAsync, file);
        return 0;
    case ["watch", "stop", .. var file]:
        await KeepAsync(new Report(), StopBenchmark.RunAsync, file);
        return 0;
    case ["fanout", .. var only]:
        await FanOutBenchmark.RunAsync(new Report(), only);
        return 0;
    case ["raw-streams", var door, var bytes, var milliseconds]:
        await RawStreams.RunAsync(door, bytes, milliseconds);
        return 0;
    case ["watch", _, _, ..]:
        await WatchBenchmark.RunAsync(new Report(), args[1..]);
        return 0;
    case ["ingest"]:
        await IngestBenchmark.RunAsync(new Report());
        return 0;
    case ["ingest", var size]:
        await IngestBenchmark.RunAsync(new Report(), int.Parse(size, CultureInfo.InvariantCulture));
        return 0;
    case ["ingest-pairs", var other, var pairs, .. var events]:
        await IngestPairs.RunAsync(
            new Report(), other, int.Parse(pairs, CultureInfo.InvariantCulture),
            events is [var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 250_000);
        return 0;
    case ["kpi"]:
        KpiBenchmark.Run(new Report());
        return 0;
    case ["asterisk", .. var file]:
        await KeepAsync(new Report(), async report => report.Line(await AsteriskBenchmark.MeasureAsync()), file);
        return 0;
    case ["asterisk-quiet", var minutes, .. var file]:
        var length = TimeSpan.FromMinutes(double.Parse(minutes, CultureInfo.InvariantCulture));
        await KeepAsync(new Report(), async report => report.Line(await QuietAsterisk.WatchAsync(length)), file);
        return 0;
    case ["retire", .. var file]:
        await KeepAsync(new Report(), report => Task.Run(() => RetireBenchmark.Run(report, hours: 10)), file);
        return 0;
    case ["alerts", .. var file]:
        await KeepAsync(new Report(), AlertBenchmark.RunAsync, file);
        return 0;
    case ["archive", .. var file]:
        await KeepAsync(new Report(), ArchiveBenchmark.RunAsync, file);
        return 0;
    case ["times", .. var file]:
        await KeepAsync(new Report(), report => Task.Run(() =>
        {
            TimesBenchmark.Run(report);
            ContactSizes.Run(report);
        }), file);
        return 0;
    case ["views", .. var file]:
        await KeepAsync(new Report(), report => Task.Run(() => ViewsBenchmark.Run(report)), file);
        return 0;
    case ["stages"]:
        StagesBenchmark.Run(new Report());
        return 0;
    case ["stages", var size]:
        StagesBenchmark.Run(new Report(), int.Parse(size, CultureInfo.InvariantCulture));
        return 0;
    case ["load", .. var store]:
        await LoadBenchmark.RunAsync(new Report(), store);
        return 0;
    case ["start", var place]:
        await StartProcess.PrintAsync(place);
        return 0;
    case ["redis", .. var file]:
        await KeepAsync(new Report(), RedisBenchmark.RunAsync, file);
        return 0;
    case ["redis-writes"]:
        await WriteBenchmark.RunAsync(new Report(), TimeSpan.FromSeconds(3));
        return 0;
    case ["redis-memory"]:
        await MemoryBenchmark.RunAsync(new Report());
        return 0;
    case ["redis-live"]:
        await LiveBenchmark.RunAsync(new Report());
        return 0;
    case ["redis-ingest"]:
        await LiveBenchmark.RunIngestAsync(new Report());
        return 0;
    case ["serve-redis", var url, var address, var times, var spacing]:
        await RedisHosting.RunAsync(url, address, times, TimeSpan.FromMilliseconds(int.Parse(spacing, CultureInfo.InvariantCulture)));
        return 0;
    case ["all", var file]:
        await KeepAsync(new Report(), RunAllAsync, [file]);
        return 0;
    default:
        Console.Error.WriteLine(
            "usage: dotnet run -c Release --project tests/CallCenter.Benchmarks -- "
            + "ingest [EVENTS A MESSAGE] | ingest-pairs OTHER.dll PAIRS [EVENTS A STREAM] "
                + "| cost [RESULTS.md] "
                + "| watch table|growth|overload|stuck|stop [RESULTS.md] | watch VIEWS SUBSCRIBERS [by-agent|QUEUES] | fanout [ROW] "
                + "| kpi | stages [EVENTS] | retire [RESULTS.md] | times [RESULTS.md] | archive [RESULTS.md] | alerts [RESULTS.md] "
                + "| asterisk [RESULTS.md] "
                + "| load [working|dense DIRECTORY|redis://...] | redis [RESULTS.md]"
                + " | redis-writes | redis-memory | redis-live | redis-ingest | all RESULTS.md");
        return 2;
}

static async Task RunAllAsync(Report report)
{
    KpiBenchmark.Run(report);
    StagesBenchmark.Run(report);
    await IngestBenchmark.RunAsync(report);
    await RedisBenchmark.RunAsync(report);
}

// Keep the results even when a later part fails.
static async Task KeepAsync(Report report, Func<Report, Task> run, string[] file)
{
    try
    {
        await run(report);
    }
    finally
    {
        if (file is [var name]) await File.WriteAllTextAsync(name, report.ToString());
    }
}
