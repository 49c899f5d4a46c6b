using CallCenter.Core.Identity;
using CallCenter.Core.Storage;
using StackExchange.Redis;

namespace CallCenter.Storage.Redis;

/// <summary>The keys of a shard, all under one hash tag: README.md has the map.</summary>
internal sealed class ShardKeys
{
    private readonly string _start;

    public ShardKeys(string prefix, string tag)
    {
        (_start, Tag) = ($"{prefix}:{{{tag}}}:", tag);
        (Marks, Log, Meta, Rows, Items) = (Key("marks"), Key("log"), Key("meta"), Key("rows"), Key("items"));
        (Blocks, Replicated) = (Key("blocks"), Key("w"));
        (LedgerHeads, Ledger, Archived) = (Key("ledger-heads"), Key("ledger"), Key("archived"));
        Core = [Marks, Log, Meta];
    }

    public RedisKey Marks { get; }
    public RedisKey Log { get; }
    public RedisKey Meta { get; }
    public RedisKey Rows { get; }
    public RedisKey Items { get; }

    /// <summary>Names the blocks that there are, each with its size.</summary>
    public RedisKey Blocks { get; }

    /// <summary>Stream of the heads of the ledger's chunks, in the order of their positions, which are its ids.</summary>
    public RedisKey LedgerHeads { get; }

    /// <summary>The records of the ledger's chunks by position.</summary>
    public RedisKey Ledger { get; }

    /// <summary>What is archived of each source.</summary>
    public RedisKey Archived { get; }

    /// <summary>Written before each WAIT, since WAIT is for the writes of its own connection.</summary>
    public RedisKey Replicated { get; }

    /// <summary>Keys of every script.</summary>
    public RedisKey[] Core { get; }

    public string Tag { get; }

    public RedisKey Block(BlockKey key) => Key($"block:{NameOf(key)}");

    /// <summary>Stream of the archive blocks of a source, whose ids are the ends of their spans.</summary>
    public RedisKey Archive(SourceId source, ArchiveLevel level)
        => Key(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"archive:{(int)level}:{source.StoredKey}"));

    /// <summary>Owner, fence, revision and largest id of a tenant's alerts.</summary>
    public RedisKey Alerts(TenantId tenant) => Key($"alerts:{tenant.Value}");

    /// <summary>A part of a tenant's alerts.</summary>
    public RedisKey Alerts(TenantId tenant, string part) => Key($"alerts:{tenant.Value}:{part}");

    public static string NameOf(BlockKey key)
        => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{key.Level}:{key.Start}");

    // As bytes, so that it is encoded once.
    private RedisKey Key(string name) => System.Text.Encoding.UTF8.GetBytes(_start + name);
}
