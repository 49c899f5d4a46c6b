namespace CallCenter.Storage.Embedded;

/// <summary>Durability of acknowledged events.</summary>
public enum Durability
{
    /// <summary>Nothing outlives the process; for tests and demonstrations.</summary>
    Memory,

    /// <summary>Nothing acked is lost when the process dies; at most <see cref="EmbeddedStoreOptions.SyncInterval"/> of it when the
    /// operating
    /// system does.</summary>
    Interval,

    /// <summary>Nothing acked is lost: each commit is on disk before its ack.</summary>
    Always,
}

/// <summary>Where and how durably the embedded store keeps its data.</summary>
public sealed record EmbeddedStoreOptions
{
    /// <value>Folder of the data file, made when missing; used by one process at a time. Not used by <see
    /// cref="Durability.Memory"/>.</value>
    public string Directory { get; init; } = "data";

    /// <value>Default <see cref="Durability.Interval"/>. Always costs a disk flush a commit (not an event).</value>
    public Durability Durability { get; init; } = Durability.Interval;

    /// <value>For <see cref="Durability.Interval"/>: the longest time that an acked commit is not on disk. Default 100 ms, 10 ms to 10
    /// s.</value>
    public TimeSpan SyncInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>All errors, each with its remedy; empty when the options are valid.</summary>
    public IEnumerable<string> Errors()
    {
        if (Durability != Durability.Memory && string.IsNullOrWhiteSpace(Directory))
            yield return "Store:Directory is empty; name a folder, or set Store:Durability to Memory.";
        if (SyncInterval < TimeSpan.FromMilliseconds(10) || SyncInterval > TimeSpan.FromSeconds(10))
            yield return $"Store:SyncInterval is {SyncInterval}; set it to 10 ms to 10 s, or leave it out for the default.";
    }
}
