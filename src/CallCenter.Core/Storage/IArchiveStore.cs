using CallCenter.Core.Identity;

namespace CallCenter.Core.Storage;

/// <summary>The archives of a store's shards, written by <see cref="IMetricStore.FoldAsync"/>. The errors of
/// <see cref="IMetricStore"/>.</summary>
public interface IArchiveStore
{
    /// <summary>The sources of a shard that have an archive, in no order.</summary>
    Task<IReadOnlyList<ArchiveExtent>> ReadExtentsAsync(int shard, CancellationToken cancellationToken);

    /// <summary>Reads the blocks of a source that end after <paramref name="after"/> and at or before <paramref name="to"/>, in
    /// order.</summary>
    Task<IReadOnlyList<ArchiveBlock>> ReadAsync(
        int shard, SourceId source, ArchiveLevel level, uint after, uint to, CancellationToken cancellationToken);
}
