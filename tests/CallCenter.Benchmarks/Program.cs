using System.Globalization;
using CallCenter.Benchmarks;
using CallCenter.Benchmarks.Redis;

switch (args)
{
    case ["noop", var door]:
        await NoOpServer.RunAsync(door);
        return 0;
    case ["serve", .. var settings]:
        await using (var app = CallCenter.Server.Hosting.ServerApp.Build([.. settings, "--Logging:LogLevel:Default=Warning", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Warning"]))
            await app.RunAsync();
        return 0;
    case ["ingest"]:
        await IngestBenchmark.RunAsync(new Report());
        return 0;
    case ["kpi"]:
        KpiBenchmark.Run(new Report());
        return 0;
    case ["stages"]:
        StagesBenchmark.Run(new Report());
        return 0;
    case ["redis-writes", .. var seconds]:
        await WriteBenchmark.RunAsync(new Report(), TimeSpan.FromSeconds(seconds is [var s] ? double.Parse(s, CultureInfo.InvariantCulture) : 4));
        return 0;
    case ["redis-memory"]:
        await MemoryBenchmark.RunAsync(new Report());
        return 0;
    case ["redis-live"]:
        await LiveBenchmark.RunAsync(new Report());
        return 0;
    case ["serve-redis", var url, var address, var times, var spacing]:
        await RedisHosting.RunAsync(url, address, times, TimeSpan.FromMilliseconds(int.Parse(spacing, CultureInfo.InvariantCulture)));
        return 0;
    case ["all", var file]:
        var report = new Report();
        KpiBenchmark.Run(report);
        StagesBenchmark.Run(report);
        await IngestBenchmark.RunAsync(report);
        await File.WriteAllTextAsync(file, report.ToString());
        return 0;
    default:
        Console.Error.WriteLine("usage: dotnet run -c Release --project tests/CallCenter.Benchmarks -- ingest | kpi | stages | all RESULTS.md");
        return 2;
}
