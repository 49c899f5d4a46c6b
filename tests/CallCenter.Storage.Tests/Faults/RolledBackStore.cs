using CallCenter.Core.Identity;
using CallCenter.Core.Storage;

namespace CallCenter.Storage.Tests.Faults;

/// <summary>A store shared with others, whose log falls back while a read of it is on its way.</summary>
internal sealed class RolledBackStore(IMetricStore store) : IMetricStore
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isHeld;
    private bool _hasBroken;

    /// <summary>While set, the next read waits until released, and the one after it meets a broken chain.</summary>
    public bool FallsBack { get; set; }

    public int Reads { get; private set; }
    public int ShardCount => store.ShardCount;
    public bool IsShared => true;
    public ILedgerStore Ledger => store.Ledger;
    public IArchiveStore Archive => store.Archive;
    public IAlertStore Alerts => store.Alerts;
    public int FormatOf(int shard) => store.FormatOf(shard);
    public bool IsReadHeld => _isHeld;

    public void Release() => _released.TrySetResult();

    public async Task<IReadOnlyList<LogEntry>> ReadLogAsync(
        int shard, LogPosition after, int entriesMax, CancellationToken cancellationToken)
    {
        Reads++;
        if (FallsBack && !_isHeld)
        {
            _isHeld = true;
            await _released.Task;
            // What Redis' store says of a log that ends before the cursor: the reader is at the log's end again, since it was loaded anew.
            return [new LogEntry(after with { Minor = after.Minor + 1 }, after, default)];
        }
        if (FallsBack && !_hasBroken)
        {
            _hasBroken = true;
            return [new LogEntry(after with { Minor = after.Minor + 1 }, LogPosition.Start, default)];
        }
        return await store.ReadLogAsync(shard, after, entriesMax, cancellationToken);
    }

    public Task<SourceMark> ClaimAsync(int shard, SourceId source, CancellationToken cancellationToken)
        => store.ClaimAsync(shard, source, cancellationToken);

    public Task<CommitOutcome> CommitAsync(int shard, LogCommit commit, CancellationToken cancellationToken)
        => store.CommitAsync(shard, commit, cancellationToken);

    public Task<ShardImage> LoadAsync(int shard, CancellationToken cancellationToken) => store.LoadAsync(shard, cancellationToken);

    public Task<bool> LeaseFoldAsync(int shard, TimeSpan duration, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<bool> FoldAsync(int shard, ShardFold fold, CancellationToken cancellationToken) => Task.FromResult(false);

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
