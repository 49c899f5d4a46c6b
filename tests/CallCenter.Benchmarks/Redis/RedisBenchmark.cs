namespace CallCenter.Benchmarks.Redis;

/// <summary>Everything about Redis in one run: what writing costs by design, memory and starts, whole servers.</summary>
internal static class RedisBenchmark
{
    private static readonly TimeSpan DurationOfWrites = TimeSpan.FromSeconds(1.5);

    public static async Task RunAsync(Report report)
    {
        await WriteBenchmark.RunAsync(report, DurationOfWrites);
        await MemoryBenchmark.RunAsync(report);
        await LiveBenchmark.RunAsync(report);
    }
}
