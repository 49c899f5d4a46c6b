using CallCenter.Benchmarks;

switch (args)
{
    case ["noop", var url]:
        await NoOpServer.RunAsync(url);
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
