using CallCenter.Core.Identity;

namespace CallCenter.Engine.Shards;

/// <summary>How far this node's copy of a shard can be relied on.</summary>
public enum ShardStatus
{
    /// <summary>Not read yet since the start.</summary>
    Loading,

    /// <summary>In step with the store.</summary>
    Live,

    /// <summary>The store did not answer the last read; the copy is as it was then.</summary>
    Stale,

    /// <summary>The stored form cannot be read; the copy is as it was before, or empty.</summary>
    Unreadable,
}

/// <summary>The state of one followed shard.</summary>
/// <param name="Since">Start of a stale or unreadable state, server's clock; otherwise null.</param>
/// <param name="Reason">Why a shard is stale or unreadable, as a sentence for operators; otherwise null.</param>
public sealed record ShardState(int Shard, ShardStatus Status, Instant? Since = null, string? Reason = null)
{
    /// <summary>Whether the shard holds content of a newer version, which this node counts without and therefore does not
    /// fold.</summary>
    public bool HasSkipped { get; init; }
}

/// <summary>The state of all shards at one moment. Immutable, so any thread may read it.</summary>
/// <param name="Troubled">Stale and unreadable shards, by number.</param>
public sealed record ShardsState(bool IsLoaded, IReadOnlyList<ShardState> Troubled)
{
    public static readonly ShardsState Starting = new(false, []);

    /// <summary>Number of shards with content of a newer version that this node skips.</summary>
    public int SkippingCount { get; init; }

    /// <summary>The earliest moment from which on a shard may lack events; null while all are in step.</summary>
    public Instant? StaleSince => Troubled.Min(s => s.Since);

    public IEnumerable<ShardState> Stale => Troubled.Where(s => s.Status == ShardStatus.Stale);

    public IEnumerable<ShardState> Unreadable => Troubled.Where(s => s.Status == ShardStatus.Unreadable);
}
