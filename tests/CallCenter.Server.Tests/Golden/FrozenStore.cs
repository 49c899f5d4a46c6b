using CallCenter.Core.Encoding;
using CallCenter.Core.Identity;
using CallCenter.Core.Storage;

namespace CallCenter.Server.Tests.Golden;

/// <summary>A store of one shard that holds what it was given and changes nothing.</summary>
internal sealed class FrozenStore(ShardImage image, IReadOnlyList<LogEntry> log) : IMetricStore
{
    public int ShardCount => 1;
    public bool IsShared => false;
    public ILedgerStore Ledger => EmptyLedger.Instance;
    public IArchiveStore Archive => EmptyArchive.Instance;
    public IAlertStore Alerts => EmptyAlerts.Instance;
    public int FormatOf(int shard) => StoredFormat.Newest;

    public Task<SourceMark> ClaimAsync(int shard, SourceId source, CancellationToken cancellationToken) => throw Frozen();

    public Task<CommitOutcome> CommitAsync(int shard, LogCommit commit, CancellationToken cancellationToken) => throw Frozen();

    public Task<ShardImage> LoadAsync(int shard, CancellationToken cancellationToken) => Task.FromResult(image);

    public Task<IReadOnlyList<LogEntry>> ReadLogAsync(int shard, LogPosition after, int entriesMax, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<LogEntry>>([.. log.Where(e => e.Position > after).Take(entriesMax)]);

    public Task<bool> LeaseFoldAsync(int shard, TimeSpan duration, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<bool> FoldAsync(int shard, ShardFold fold, CancellationToken cancellationToken) => Task.FromResult(false);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static StoreUnavailableException Frozen() => new("The store is frozen.");
}
