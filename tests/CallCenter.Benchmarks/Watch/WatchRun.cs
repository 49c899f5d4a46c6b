using System.Diagnostics;

namespace CallCenter.Benchmarks.Watch;

/// <summary>A server of its own under one load: started, filled, subscribed to, and measured once after a while.</summary>
internal sealed class WatchRun : IAsyncDisposable
{
    private static readonly TimeSpan OpeningMax = TimeSpan.FromSeconds(15), Settle = TimeSpan.FromSeconds(6);

    private readonly ServerProcess _server;
    private readonly string _directory;
    private readonly long _memoryBefore;

    private WatchRun(ServerProcess server, WatchLoad load, WatchFeed feed, string directory)
    {
        (_server, Load, Feed, _directory, _memoryBefore) = (server, load, feed, directory, server.Memory);
        Watchers = Watchers.Start(load, feed.Markers, server.Url);
    }

    public WatchLoad Load { get; }
    public WatchFeed Feed { get; }
    public Watchers Watchers { get; }
    public string Url => _server.Url;

    public static async Task<WatchRun> StartAsync(WatchLoad load)
    {
        var directory = Directory.CreateTempSubdirectory("callcenter-watch-").FullName;
        var server = await ServerProcess.StartAsync(url => ["serve", "--Listen", url, "--Store:Directory", directory]);
        var run = new WatchRun(server, load, await WatchFeed.StartAsync(load, server.Url), directory);
        await run.Watchers.WaitForSnapshotsAsync(OpeningMax);
        await Task.Delay(Settle);
        return run;
    }

    public async Task<WatchFigures> MeasureAsync(TimeSpan length)
    {
        Watchers.Clear();
        Feed.Acks.Clear();
        var (events, cpu, client, started) = (Feed.Events, _server.CpuTime, Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        await Task.Delay(length);
        var elapsed = Stopwatch.GetElapsedTime(started);
        await Feed.CheckAsync();
        return new WatchFigures
        {
            Cpu = (_server.CpuTime - cpu) / elapsed,
            ClientCpu = (Environment.CpuUsage.TotalTime - client) / elapsed,
            Age = Watchers.Ages.Quantiles(),
            Delay = Watchers.Delays.Quantiles(),
            Ack = Feed.Acks.Quantiles(),
            EventsPerSecond = (Feed.Events - events) / elapsed.TotalSeconds,
            MessagesPerSecond = Watchers.Messages / elapsed.TotalSeconds,
            MessagesDue = Load.Subscribers / Load.Interval.TotalSeconds,
            BytesAMessage = Watchers.Messages == 0 ? 0 : Watchers.Bytes / Watchers.Messages,
            Silent = Watchers.Silent,
            Memory = _server.Memory,
            MemoryASubscriber = (_server.Memory - _memoryBefore) / Math.Max(1.0, Load.Subscribers),
            Failures = Watchers.Failures,
        };
    }

    public async ValueTask DisposeAsync()
    {
        await Watchers.DisposeAsync();
        await Feed.DisposeAsync();
        _server.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}

/// <summary>What a row of the table has.</summary>
internal sealed record WatchFigures
{
    public const string Head =
        "| load | server CPU, % of a core | age of the newest event in an update, p50 / p99 ms | event to its first update, p50 / p99 ms "
            + "| messages/s of due | silent subscribers | bytes a message | ack p50 / p99 ms | events/s | memory MB | client CPU, % "
            + "|\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|";

    /// <summary>Share of a core.</summary>
    public double Cpu { get; init; }

    /// <summary>Share of a core that adapters and subscribers took.</summary>
    public double ClientCpu { get; init; }

    public string Age { get; init; } = "";
    public string Delay { get; init; } = "";
    public string Ack { get; init; } = "";
    public double EventsPerSecond { get; init; }
    public double MessagesPerSecond { get; init; }
    public double MessagesDue { get; init; }
    public long BytesAMessage { get; init; }
    public int Silent { get; init; }
    public long Memory { get; init; }

    /// <summary>Bytes that the server's memory has grown by since before the subscribers, divided by their number.</summary>
    public double MemoryASubscriber { get; init; }
    public string Failures { get; init; } = "";

    public string ToLine(string name) => FormattableString.Invariant(
        $"| {name} | {100 * Cpu:0} | {Age} | {Delay} | {MessagesPerSecond:0} of {MessagesDue:0} | {Silent} | {BytesAMessage:N0} ")
        + FormattableString.Invariant($"| {Ack} | {EventsPerSecond:0} | {Memory / 1e6:0} | {100 * ClientCpu:0} |")
        + (Failures.Length > 0 ? $"\n| {name}: {Failures} |" : "");
}
