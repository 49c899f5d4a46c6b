namespace CallCenter.Benchmarks.Redis;

/// <summary>A layout of the counters in Redis.</summary>
internal interface IDesign : IAsyncDisposable
{
    /// <summary>Writes the events between two flushes.</summary>
    Task FlushAsync(ReadOnlyMemory<CountedEvent> events, long nowMs);
}

/// <summary>The widths of buckets that designs with buckets keep, in seconds, and for how long.</summary>
internal static class Ladders
{
    public static readonly (int Width, int Kept)[] All = [(10, 30 * 60), (60, 24 * 3600)];
}
