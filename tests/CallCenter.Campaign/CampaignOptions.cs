namespace CallCenter.Campaign;

/// <summary>Which store the nodes share.</summary>
public enum StoreKind
{
    /// <summary>One Redis, appendfsync everysec.</summary>
    Standalone,

    /// <summary>One Redis, appendfsync always.</summary>
    StandaloneAlways,

    /// <summary>Three masters with a replica each, appendfsync everysec.</summary>
    Cluster,

    /// <summary>A master with two replicas that three sentinels watch, appendfsync everysec.</summary>
    Sentinel,

    /// <summary>The embedded store, which has one node.</summary>
    Embedded,
}

/// <summary>One campaign: the same options choose the same events and the same faults; only their moments vary with the machine.</summary>
public sealed record CampaignOptions
{
    public int Seed { get; init; } = 1;
    public StoreKind Store { get; init; } = StoreKind.Standalone;

    /// <summary>Each cycle sends events under faults, then heals all, waits until everything is acked, and compares.</summary>
    public int Cycles { get; init; } = 1;

    public int Sources { get; init; } = 4;

    /// <summary>Events of each source in a cycle.</summary>
    public int EventsOfCycle { get; init; } = 6_000;

    /// <summary>Faults of nodes and stores in a cycle; as many again, and half as many, strike connections and senders.</summary>
    public int FaultsOfCycle { get; init; } = 8;

    /// <summary>Bound of every wait in a campaign; reached only by a hang.</summary>
    public TimeSpan WaitMax { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Folder of the nodes' logs and the embedded store's data.</summary>
    public required string Folder { get; init; }

    /// <summary>File of the result, as Markdown.</summary>
    public string? Report { get; init; }

    public int Nodes => Store == StoreKind.Embedded ? 1 : 3;
}
