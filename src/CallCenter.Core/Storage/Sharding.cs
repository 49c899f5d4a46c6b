using CallCenter.Core.Identity;

namespace CallCenter.Core.Storage;

/// <summary>Which shard a source or a tenant belongs to. Stored data depends on it: never change.</summary>
public static class Sharding
{
    public static int ShardOf(SourceId source, int shardCount) => ShardOf(source.StoredKey, shardCount);

    /// <summary>The shard that has what belongs to a tenant as a whole.</summary>
    public static int ShardOf(TenantId tenant, int shardCount) => ShardOf(tenant.Value, shardCount);

    private static int ShardOf(string key, int shardCount)
    {
        // FNV-1a, 32 bit: stable over machines and versions, which string.GetHashCode is not.
        var hash = 2166136261u;
        foreach (var b in System.Text.Encoding.UTF8.GetBytes(key)) hash = (hash ^ b) * 16777619u;
        return (int)(hash % (uint)shardCount);
    }
}
