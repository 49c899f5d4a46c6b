using CallCenter.Core.Storage;

namespace CallCenter.Testing;

/// <summary>The ledger of a store that keeps none.</summary>
public sealed class EmptyLedger : ILedgerStore
{
    public static readonly EmptyLedger Instance = new();

    public Task<IReadOnlyList<LedgerChunkHead>> ReadHeadsAsync(
        int shard, LogPosition before, int chunksMax, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<LedgerChunkHead>>([]);

    public Task<byte[]?> ReadAsync(int shard, LogPosition position, CancellationToken cancellationToken)
        => Task.FromResult<byte[]?>(null);

    public Task<bool> RewriteAsync(int shard, LogPosition position, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
        => Task.FromResult(false);
}
