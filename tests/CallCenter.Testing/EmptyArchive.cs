using CallCenter.Core.Identity;
using CallCenter.Core.Storage;

namespace CallCenter.Testing;

/// <summary>The archive of a store that keeps none.</summary>
public sealed class EmptyArchive : IArchiveStore
{
    public static readonly EmptyArchive Instance = new();

    public Task<IReadOnlyList<ArchiveExtent>> ReadExtentsAsync(int shard, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<ArchiveExtent>>([]);

    public Task<IReadOnlyList<ArchiveBlock>> ReadAsync(
        int shard, SourceId source, ArchiveLevel level, uint after, uint to, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<ArchiveBlock>>([]);
}
