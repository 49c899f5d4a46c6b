using System.Diagnostics;
using CallCenter.Core.Identity;
using CallCenter.Core.Storage;

namespace CallCenter.Benchmarks.Load;

/// <summary>A read-only store that adds up the reading times of its shards.</summary>
internal sealed class ClockedStore(IMetricStore store) : IMetricStore
{
    private long _loadingTicks;

    public TimeSpan Loading => TimeSpan.FromTicks(Volatile.Read(ref _loadingTicks));
    public int ShardCount => store.ShardCount;
    public bool IsShared => store.IsShared;
    public ILedgerStore Ledger => store.Ledger;
    public IArchiveStore Archive => store.Archive;
    public IAlertStore Alerts => store.Alerts;
    public int FormatOf(int shard) => store.FormatOf(shard);

    public async Task<ShardImage> LoadAsync(int shard, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var image = await store.LoadAsync(shard, cancellationToken);
        Interlocked.Add(ref _loadingTicks, Stopwatch.GetElapsedTime(started).Ticks);
        return image;
    }

    public Task<IReadOnlyList<LogEntry>> ReadLogAsync(int shard, LogPosition after, int entriesMax, CancellationToken cancellationToken)
        => store.ReadLogAsync(shard, after, entriesMax, cancellationToken);

    public ValueTask DisposeAsync() => store.DisposeAsync();

    public Task<SourceMark> ClaimAsync(int shard, SourceId source, CancellationToken cancellationToken)
        => throw new NotSupportedException();

    public Task<CommitOutcome> CommitAsync(int shard, LogCommit commit, CancellationToken cancellationToken)
        => throw new NotSupportedException();

    public Task<bool> LeaseFoldAsync(int shard, TimeSpan duration, CancellationToken cancellationToken)
        => throw new NotSupportedException();

    public Task<bool> FoldAsync(int shard, ShardFold fold, CancellationToken cancellationToken)
        => throw new NotSupportedException();
}
