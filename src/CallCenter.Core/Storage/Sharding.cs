using CallCenter.Core.Identity;

namespace CallCenter.Core.Storage;

/// <summary>Which shard a source belongs to. Stored data depends on it: never change.</summary>
public static class Sharding
{
    public static int ShardOf(SourceId source, int shardCount)
    {
        // FNV-1a, 32 bit: stable over machines and versions, which string.GetHashCode is not.
        var hash = 2166136261u;
        foreach (var b in System.Text.Encoding.UTF8.GetBytes(source.StoredKey)) hash = (hash ^ b) * 16777619u;
        return (int)(hash % (uint)shardCount);
    }
}
