namespace CallCenter.Core.Storage;

/// <summary>The ledgers of a store's shards: chunks of records, written by <see cref="IMetricStore.FoldAsync"/>. The errors of
/// <see cref="IMetricStore"/>.</summary>
public interface ILedgerStore
{
    /// <summary>Reads the heads of at most <paramref name="chunksMax"/> chunks before a position, the newest first.</summary>
    Task<IReadOnlyList<LedgerChunkHead>> ReadHeadsAsync(int shard, LogPosition before, int chunksMax, CancellationToken cancellationToken);

    /// <summary>Reads the records of a chunk; null when it is gone.</summary>
    Task<byte[]?> ReadAsync(int shard, LogPosition position, CancellationToken cancellationToken);

    /// <summary>Replaces the records of a chunk by others of the same visits; false when it is gone.</summary>
    Task<bool> RewriteAsync(int shard, LogPosition position, ReadOnlyMemory<byte> data, CancellationToken cancellationToken);
}
