namespace CallCenter.Campaign;

/// <summary>One kind of fault: its name, and how it is done and undone.</summary>
/// <param name="StrikeAsync">Does it, waits as long as the dice say, and undoes it; says what it did.</param>
public sealed record Fault(string Kind, Func<Random, Task<string>> StrikeAsync);

/// <summary>The store under the nodes, with the faults it can have.</summary>
public abstract class StoreSetup : IAsyncDisposable
{
    /// <summary>Option of a Redis address: so long a node waits for an answer that a busy machine is not taken for a fault.</summary>
    protected const string Patience = "timeout=15000";

    /// <summary>How long something is frozen: mostly a moment, and every fourth time longer than a node waits.</summary>
    protected static int FrozenFor(Random random) => random.Next(4) == 0 ? random.Next(15_500, 18_000) : random.Next(100, 3000);

    /// <summary>What the nodes are started with.</summary>
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

/// <summary>The embedded store, which only its node can hurt.</summary>
public sealed class EmbeddedSetup(string folder) : StoreSetup
{
    public override string[] NodeSettings => ["--Store:Directory=" + folder];

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
