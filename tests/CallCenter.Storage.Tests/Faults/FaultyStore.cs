using CallCenter.Core.Identity;
using CallCenter.Core.Storage;

namespace CallCenter.Storage.Tests.Faults;

/// <summary>A real store whose faults a test decides on.</summary>
internal sealed class FaultyStore(IMetricStore store) : IMetricStore
{
    /// <summary>While set, loading fails.</summary>
    public bool FailsToLoad { get; set; }

    /// <summary>While set, another node folds.</summary>
    public bool IsFoldedElsewhere { get; set; }

    /// <summary>Loads that failed, and folds that were taken.</summary>
    public int FailedLoads { get; private set; }
    public int Folds { get; private set; }
    public int RefusedLeases { get; private set; }

    public int ShardCount => store.ShardCount;
    public bool IsShared => store.IsShared;
    public ILedgerStore Ledger => store.Ledger;
    public IArchiveStore Archive => store.Archive;
    public IAlertStore Alerts => store.Alerts;
    public int FormatOf(int shard) => store.FormatOf(shard);

    public Task<SourceMark> ClaimAsync(int shard, SourceId source, CancellationToken cancellationToken)
        => store.ClaimAsync(shard, source, cancellationToken);

    public Task<CommitOutcome> CommitAsync(int shard, LogCommit commit, CancellationToken cancellationToken)
        => store.CommitAsync(shard, commit, cancellationToken);

    public Task<ShardImage> LoadAsync(int shard, CancellationToken cancellationToken)
    {
        if (!FailsToLoad) return store.LoadAsync(shard, cancellationToken);
        FailedLoads++;
        return Task.FromException<ShardImage>(new StoreUnavailableException("The test says so."));
    }

    public Task<IReadOnlyList<LogEntry>> ReadLogAsync(int shard, LogPosition after, int entriesMax, CancellationToken cancellationToken)
        => store.ReadLogAsync(shard, after, entriesMax, cancellationToken);

    public Task<bool> LeaseFoldAsync(int shard, TimeSpan duration, CancellationToken cancellationToken)
    {
        if (!IsFoldedElsewhere) return store.LeaseFoldAsync(shard, duration, cancellationToken);
        RefusedLeases++;
        return Task.FromResult(false);
    }

    public async Task<bool> FoldAsync(int shard, ShardFold fold, CancellationToken cancellationToken)
    {
        var taken = await store.FoldAsync(shard, fold, cancellationToken);
        if (taken) Folds++;
        return taken;
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
