namespace CallCenter.Campaign;

/// <summary>One kind of fault: its name and its action.</summary>
/// <param name="StrikeAsync">Injects the fault, waits for a random time, and removes it; returns a description.</param>
public sealed record Fault(string Kind, Func<Random, Task<string>> StrikeAsync);

/// <summary>The store of the nodes, with its possible faults.</summary>
public abstract class StoreSetup : IAsyncDisposable
{
    /// <summary>Option of a Redis address: a time-out long enough for a busy machine.</summary>
    protected const string Patience = "timeout=15000";

    /// <summary>Duration of a freeze: mostly a moment, every fourth time longer than a node's time-out.</summary>
    protected static int FrozenFor(Random random) => random.Next(4) == 0 ? random.Next(15_500, 18_000) : random.Next(100, 3000);

    /// <summary>Command-line arguments of the nodes.</summary>
    public abstract string[] NodeSettings { get; }

    public virtual IReadOnlyList<Fault> Faults => [];

    /// <summary>Waits until the store is whole again.</summary>
    public virtual Task HealAsync() => Task.CompletedTask;

    public abstract ValueTask DisposeAsync();

    public static async Task<StoreSetup> StartAsync(StoreKind kind, string folder) => kind switch
    {
        StoreKind.Embedded => new EmbeddedSetup(Path.Combine(folder, "data")),
        StoreKind.Cluster => await ClusterSetup.StartAsync(),
        StoreKind.Sentinel => await WatchedSetup.StartAsync(),
        _ => await StandaloneSetup.StartAsync(always: kind == StoreKind.StandaloneAlways),
    };
}

/// <summary>The embedded store, which has no faults of its own.</summary>
public sealed class EmbeddedSetup(string folder) : StoreSetup
{
    public override string[] NodeSettings => ["--Store:Directory=" + folder];

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
