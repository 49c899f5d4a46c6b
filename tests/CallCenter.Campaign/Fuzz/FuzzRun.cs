using System.Diagnostics;

namespace CallCenter.Campaign.Fuzz;

/// <summary>Fuzzes one door of a server of its own, with a well-behaved client beside it.</summary>
internal static class FuzzRun
{
    private const int Workers = 4;

    // Far beyond a busy server's need, and far below the machine's.
    private const long MemoryBytesMax = 1_500_000_000;

    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(20), LookInterval = TimeSpan.FromSeconds(1);

    // Of the console's log: errors, and worse ones.
    private static readonly string[] BadLines = [" fail: ", " crit: ", "Unhandled exception"];

    // The web server's word for a connection that it closes because the reader of gRPC-Web gave up within a text that is not base64.
    private const string KnownLine = "automatic draining of the request body failed";

    public static async Task<FuzzVerdict> RunAsync(string name, FuzzOptions options)
    {
        var (counts, log) = (new FuzzCounts(), new FaultLog());
        await using var target = await FuzzTarget.StartAsync(name, options.Folder, log);
        using var door = FuzzDoors.Open(name, target);
        using var companion = new Companion(target);
        using var stop = new CancellationTokenSource();
        var attack = AttackAsync(door, options, counts, stop.Token);
        var beside = BesideAsync(companion, counts, stop.Token);
        var peak = await WatchAsync(target.Node, attack, options, counts);
        await stop.CancelAsync();
        await Task.WhenAll(attack, beside);
        await StopServerAsync(target.Node, counts);
        foreach (var broken in log.Broken) counts.Find(broken);
        foreach (var line in ReadLog(target.Node).Where(IsBad).Take(20)) counts.Find($"the server logged: {line}");
        return new FuzzVerdict(name, options, counts)
        {
            CompanionRounds = companion.Rounds,
            CompanionSlowest = companion.Slowest,
            MemoryPeakBytes = peak,
        };
    }

    private static async Task AttackAsync(FuzzDoor door, FuzzOptions options, FuzzCounts counts, CancellationToken stop)
    {
        if (options.Case is { } only)
        {
            await TryAsync(door, options.Seed, only, counts, stop);
            return;
        }
        var last = -1;
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested) await TryAsync(door, options.Seed, Interlocked.Increment(ref last), counts, stop);
        }, CancellationToken.None)));
    }

    private static async Task TryAsync(FuzzDoor door, int seed, int number, FuzzCounts counts, CancellationToken stop)
    {
        try
        {
            counts.Add(await door.TryAsync(new Random(HashCode.Of(seed, number)), stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The time is over.
        }
        catch (Exception e)
        {
            var what = e is FuzzFindingException ? e.Message : $"the fuzzer failed: {e}";
            counts.Find($"case {number}: {what}");
        }
    }

    private static async Task BesideAsync(Companion companion, FuzzCounts counts, CancellationToken stop)
    {
        try
        {
            await companion.RunAsync(stop);
        }
        catch (FuzzFindingException e)
        {
            counts.Find(e.Message);
        }
    }

    /// <summary>Waits for the end of the time, or of the server; returns the most memory that the server held.</summary>
    private static async Task<long> WatchAsync(NodeProcess node, Task attack, FuzzOptions options, FuzzCounts counts)
    {
        var (watch, peak) = (Stopwatch.StartNew(), 0L);
        while (watch.Elapsed < options.Duration && node.IsRunning && !attack.IsCompleted)
        {
            peak = Math.Max(peak, node.MemoryBytes);
            await Task.WhenAny(attack, Task.Delay(LookInterval));
        }
        if (peak > MemoryBytesMax) counts.Find($"the server held {peak / 1_000_000} MB");
        return peak;
    }

    private static async Task StopServerAsync(NodeProcess node, FuzzCounts counts)
    {
        if (!node.IsRunning) return;
        if (await node.TerminateAsync(StopMax) is not 0 and var code)
            counts.Find(code is null ? $"the server did not stop within {StopMax.TotalSeconds} s" : $"the server stopped with {code}");
    }

    private static bool IsBad(string line) => BadLines.Any(line.Contains) && !line.Contains(KnownLine, StringComparison.Ordinal);

    private static string[] ReadLog(NodeProcess node) => File.Exists(node.LogFile) ? File.ReadAllLines(node.LogFile) : [];

    // Not the runtime's own, which differs from process to process.
    private static class HashCode
    {
        public static int Of(int seed, int number) => unchecked((seed * 1_000_003 ^ number) * 16_777_619);
    }
}
