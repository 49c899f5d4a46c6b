using CallCenter.Core.Identity;
using CallCenter.Core.Storage;

namespace CallCenter.Engine.Tests;

/// <summary>A store shared with other nodes, in memory: a test puts entries into its logs and says which calls fail, and how.</summary>
internal sealed class ScriptedStore(int shardCount) : IMetricStore
{
    private readonly List<LogEntry>[] _logs = [.. Enumerable.Range(0, shardCount).Select(_ => new List<LogEntry>())];
    private readonly Lock _lock = new(); // Guards the logs and folds.
    private readonly List<(int Shard, ShardFold Fold)> _folds = [];

    public int ShardCount => shardCount;
    public bool IsShared => true;
    public ILedgerStore Ledger => EmptyLedger.Instance;
    public IArchiveStore Archive => EmptyArchive.Instance;
    public IAlertStore Alerts => EmptyAlerts.Instance;
    public int FormatOf(int shard) => CallCenter.Core.Encoding.StoredFormat.Newest;

    /// <summary>Asked by shard before each call of its kind; an exception is thrown by the call.</summary>
    public Func<int, Exception?> ReadFails { get; set; } = _ => null;
    public Func<int, Exception?> LoadFails { get; set; } = _ => null;
    public Func<int, Exception?> LeaseFails { get; set; } = _ => null;
    public Func<int, Exception?> FoldFails { get; set; } = _ => null;

    /// <summary>The folds that were written.</summary>
    public IReadOnlyList<(int Shard, ShardFold Fold)> Folds
    {
        get
        {
            lock (_lock) return [.. _folds];
        }
    }

    /// <summary>Another node's commit.</summary>
    public void Append(int shard, ReadOnlyMemory<byte> batch)
    {
        lock (_lock)
        {
            var log = _logs[shard];
            log.Add(new LogEntry(new LogPosition(1, log.Count + 1), log.Count == 0 ? LogPosition.Start : log[^1].Position, batch));
        }
    }

    /// <summary>Replaces the last entry, as a repair does.</summary>
    public void RepairLast(int shard, ReadOnlyMemory<byte> batch)
    {
        lock (_lock) _logs[shard][^1] = _logs[shard][^1] with { Batch = batch };
    }

    /// <summary>Another master takes over that had none of the log.</summary>
    public void RollBack(int shard, ReadOnlyMemory<byte> batch)
    {
        lock (_lock)
        {
            _logs[shard].Clear();
            _logs[shard].Add(new LogEntry(new LogPosition(2, 1), LogPosition.Start, batch));
        }
    }

    public Task<ShardImage> LoadAsync(int shard, CancellationToken cancellationToken) => LoadFails(shard) is { } error
        ? Task.FromException<ShardImage>(error) : Task.FromResult(new ShardImage(LogPosition.Start, 0, [], [], []));

    public Task<IReadOnlyList<LogEntry>> ReadLogAsync(int shard, LogPosition after, int entriesMax, CancellationToken cancellationToken)
    {
        if (ReadFails(shard) is { } error) return Task.FromException<IReadOnlyList<LogEntry>>(error);
        lock (_lock) return Task.FromResult<IReadOnlyList<LogEntry>>([.. _logs[shard].Where(e => e.Position > after).Take(entriesMax)]);
    }

    public Task<SourceMark> ClaimAsync(int shard, SourceId source, CancellationToken cancellationToken)
        => Task.FromResult(new SourceMark(new Fence(1), Sequence.None));

    public Task<CommitOutcome> CommitAsync(int shard, LogCommit commit, CancellationToken cancellationToken)
    {
        Append(shard, commit.Batch);
        lock (_lock) return Task.FromResult<CommitOutcome>(new CommitOutcome.Committed(_logs[shard][^1]));
    }

    public Task<bool> LeaseFoldAsync(int shard, TimeSpan duration, CancellationToken cancellationToken)
        => LeaseFails(shard) is { } error ? Task.FromException<bool>(error) : Task.FromResult(true);

    public Task<bool> FoldAsync(int shard, ShardFold fold, CancellationToken cancellationToken)
    {
        if (FoldFails(shard) is { } error) return Task.FromException<bool>(error);
        lock (_lock) _folds.Add((shard, fold));
        return Task.FromResult(true);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
