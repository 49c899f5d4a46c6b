using CallCenter.Core.Encoding;
using CallCenter.Core.Identity;
using CallCenter.Core.Storage;
using Microsoft.Data.Sqlite;

namespace CallCenter.Storage.Embedded;

/// <summary>
/// One shard in one SQLite file: the same log, marks and blocks as in Redis. A commit is one row and one mark a source. All calls
/// take turns; none waits for anything but the disk.
/// </summary>
public sealed class EmbeddedMetricStore : IMetricStore, ILedgerStore, IArchiveStore, IAlertStore
{
    private readonly EmbeddedStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new(); // Guards the connection and the fields below.
    private readonly DataFile _file;
    private readonly Statements _sql;
    private readonly LedgerTable _ledger;
    private readonly ArchiveTable _archive;
    private readonly AlertTable _alerts;
    private readonly ITimer? _syncTimer;
    private readonly string _epoch;
    private readonly Dictionary<TenantId, Fence> _alertFences = [];
    private long _last;
    private long _syncedAt;
    private bool _unsynced;
    private bool _disposed;

    public EmbeddedMetricStore(EmbeddedStoreOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _file = DataFile.Open(options, time);
        _sql = new Statements(_file.Connection);
        (_ledger, _archive, _alerts) = (new LedgerTable(_sql), new ArchiveTable(_sql), new AlertTable(_sql, time));
        (_epoch, _last) = ReadState();
        _syncedAt = time.GetTimestamp();
        if (options.Durability == Durability.Interval) _syncTimer = time.CreateTimer(
            _ => SyncIfDue(), null, options.SyncInterval, options.SyncInterval);
    }

    /// <summary>Whether a running server uses the folder.</summary>
    public static bool IsInUse(EmbeddedStoreOptions options) => DataFile.IsLocked(options.Directory);

    public int ShardCount => 1;
    public bool IsShared => false;
    public ILedgerStore Ledger => this;
    public IArchiveStore Archive => this;
    public IAlertStore Alerts => this;

    public int FormatOf(int shard) => StoredFormat.Newest;

    public Task<SourceMark> ClaimAsync(int shard, SourceId source, CancellationToken cancellationToken) => Do(() =>
    {
        var mark = _sql.ReadMark(source);
        var claimed = mark with { Fence = mark.Fence.Next };
        _sql.WriteMark(source, claimed);
        return claimed with { LogEnd = new LogPosition(0, _last) };
    });

    public Task<CommitOutcome> CommitAsync(int shard, LogCommit commit, CancellationToken cancellationToken) => Do(() =>
    {
        foreach (var step in commit.Marks)
        {
            var actual = _sql.ReadMark(step.Source);
            if (actual.Fence != step.Fence || actual.Committed != step.Expected) return new CommitOutcome.Refused(step.Source, actual);
        }
        foreach (var step in commit.Marks) _sql.WriteMark(step.Source, new SourceMark(step.Fence, step.Next));
        var entry = new LogEntry(new LogPosition(0, _last + 1), new LogPosition(0, _last), commit.Batch);
        _sql.AppendLog(entry);
        return (CommitOutcome)new CommitOutcome.Committed(entry);
    }, committed: outcome =>
    {
        if (outcome is not CommitOutcome.Committed) return;
        _last++;
        _file.Witness?.Note(_epoch, _last);
    });

    public Task<ShardImage> LoadAsync(int shard, CancellationToken cancellationToken) => Do(() =>
    {
        var (checkpoint, foldedAt, _) = _sql.ReadShard();
        return new ShardImage(new LogPosition(0, checkpoint), (uint)foldedAt, _sql.ReadBlocks(), _sql.ReadRows(), _sql.ReadItems())
        {
            Format = _sql.ReadFormat().Image,
            Archived = _archive.ReadExtents(),
        };
    });

    public Task<IReadOnlyList<LogEntry>> ReadLogAsync(int shard, LogPosition after, int entriesMax, CancellationToken cancellationToken)
        => Do(() => _sql.ReadLog(after, entriesMax));

    public Task<bool> LeaseFoldAsync(int shard, TimeSpan duration, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<bool> FoldAsync(int shard, ShardFold fold, CancellationToken cancellationToken) => Do(() =>
    {
        if (_sql.ReadShard().Checkpoint != fold.Expected.Minor) return false;
        foreach (var block in fold.Blocks) _sql.WriteBlock(block);
        foreach (var row in fold.Rows) _sql.WriteRow(row);
        foreach (var item in fold.Items) _sql.WriteItem(item);
        foreach (var chunk in fold.Ledger) _ledger.Write(chunk);
        _ledger.Trim(fold.LedgerKept);
        foreach (var block in fold.Archive) _archive.Write(block);
        foreach (var extent in fold.Archived) _archive.Write(extent, fold.ArchiveKept);
        _sql.WriteImageFormat(fold.Format);
        _sql.WriteCheckpoint(fold.Checkpoint.Minor, fold.FoldedAt, _last);
        return true;
    });

    public Task<IReadOnlyList<LedgerChunkHead>> ReadHeadsAsync(
        int shard, LogPosition before, int chunksMax, CancellationToken cancellationToken)
        => Do(() => _ledger.ReadHeads(before, chunksMax));

    public Task<byte[]?> ReadAsync(int shard, LogPosition position, CancellationToken cancellationToken)
        => Do(() => _ledger.Read(position));

    public Task<bool> RewriteAsync(int shard, LogPosition position, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
        => Do(() => _ledger.Rewrite(position, data));

    public Task<IReadOnlyList<ArchiveExtent>> ReadExtentsAsync(int shard, CancellationToken cancellationToken)
        => Do(() => _archive.ReadExtents());

    public Task<IReadOnlyList<ArchiveBlock>> ReadAsync(
        int shard, SourceId source, ArchiveLevel level, uint after, uint to, CancellationToken cancellationToken)
        => Do(() => _archive.Read(source, level, after, to));

    // No other process has the file, so only the leases of this one follow one another.
    public Task<AlertLease?> LeaseAsync(TenantId tenant, Fence held, TimeSpan duration, CancellationToken cancellationToken) => Do(() =>
    {
        var fence = _alertFences.GetValueOrDefault(tenant);
        if (fence == Fence.None || held != fence) fence = _alertFences[tenant] = fence.Next;
        return (AlertLease?)new AlertLease(fence, _alerts.ReadHead(tenant).LastId);
    });

    public Task<bool> WriteAsync(TenantId tenant, AlertWrite write, CancellationToken cancellationToken) => Do(() =>
    {
        if (write.Fence != _alertFences.GetValueOrDefault(tenant)) return false;
        _alerts.Write(tenant, write);
        return true;
    });

    public Task<bool> AcknowledgeAsync(
        TenantId tenant, long id, ReadOnlyMemory<byte> acknowledgement, CancellationToken cancellationToken)
        => Do(() => _alerts.Acknowledge(tenant, id, acknowledgement));

    public Task<long> ReadRevisionAsync(TenantId tenant, CancellationToken cancellationToken)
        => Do(() => _alerts.ReadHead(tenant).Revision);

    public Task<StoredAlerts> ReadOpenAsync(TenantId tenant, CancellationToken cancellationToken) => Do(() => _alerts.ReadOpen(tenant));

    public Task<StoredAlerts> ReadChangedAsync(TenantId tenant, long after, int alertsMax, CancellationToken cancellationToken)
        => Do(() => _alerts.ReadChanged(tenant, after, alertsMax));

    public Task<StoredAlerts> ReadBeforeAsync(TenantId tenant, long id, int alertsMax, CancellationToken cancellationToken)
        => Do(() => _alerts.ReadBefore(tenant, id, alertsMax));

    public ValueTask DisposeAsync()
    {
        _syncTimer?.Dispose();
        lock (_lock)
        {
            if (_disposed) return ValueTask.CompletedTask;
            if (_unsynced) SyncLocked();
            _disposed = true;
            _file.Witness?.Write(_epoch, _last);
            _sql.Dispose();
            _file.Dispose();
        }
        return ValueTask.CompletedTask;
    }

    private (string Epoch, long Last) ReadState()
    {
        try
        {
            _sql.CheckMarks();
            var (epoch, last) = (_sql.ReadFormat().Epoch, _sql.ReadShard().Last);
            _file.Witness?.Check(epoch, last);
            return (epoch, last);
        }
        catch (Exception e)
        {
            _sql.Dispose();
            _file.Dispose();
            if (e is StoreUnavailableException) throw;
            throw DataFile.Unusable(_file.Path, e);
        }
    }

    private Task<T> Do<T>(Func<T> work, Action<T>? committed = null)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            try
            {
                _sql.Begin();
                var result = work();
                _sql.Commit();
                committed?.Invoke(result);
                _unsynced = true;
                if (_options.Durability == Durability.Interval && _time.GetElapsedTime(_syncedAt) >= _options.SyncInterval) SyncLocked();
                return Task.FromResult(result);
            }
            catch (SqliteException e)
            {
                _sql.RollbackIfOpen();
                return Task.FromException<T>(
                    new StoreUnavailableException($"The data file '{_file.Path}' cannot be written or read: {e.Message}.", e));
            }
            catch (StoredFormException e)
            {
                _sql.RollbackIfOpen();
                return Task.FromException<T>(e);
            }
            catch (Exception e)
            {
                _sql.RollbackIfOpen();
                return Task.FromException<T>(DataFile.Unusable(_file.Path, e));
            }
        }
    }

    private void SyncIfDue()
    {
        lock (_lock)
        {
            if (_disposed || !_unsynced || _time.GetElapsedTime(_syncedAt) < _options.SyncInterval) return;
            try
            {
                SyncLocked();
            }
            catch (SqliteException)
            {
                // The next commit meets the same fault and tells its caller.
            }
        }
    }

    private void SyncLocked()
    {
        if (_options.Durability == Durability.Interval) _sql.Sync();
        _syncedAt = _time.GetTimestamp();
        _unsynced = false;
    }
}
