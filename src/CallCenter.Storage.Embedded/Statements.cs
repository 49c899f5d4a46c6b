using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Core.Storage;
using Microsoft.Data.Sqlite;

namespace CallCenter.Storage.Embedded;

/// <summary>The prepared statements of a data file; each method is one. Used under the store's lock.</summary>
internal sealed class Statements(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);
    private bool _open;

    public void Dispose()
    {
        foreach (var command in _prepared.Values) command.Dispose();
    }

    public void Begin()
    {
        Run("BEGIN IMMEDIATE");
        _open = true;
    }

    public void Commit()
    {
        Run("COMMIT");
        _open = false;
    }

    public void RollbackIfOpen()
    {
        if (!_open) return;
        _open = false;
        try
        {
            Run("ROLLBACK");
        }
        catch (SqliteException)
        {
            // SQLite rolls back by itself on the faults that end a transaction.
        }
    }

    /// <summary>Puts everything committed so far on disk: a commit in full mode flushes the write-ahead file, whatever is in it.</summary>
    public void Sync()
    {
        Run("PRAGMA synchronous=FULL");
        Begin();
        Run("UPDATE shard SET last = last WHERE id = 0");
        Commit();
        Run("PRAGMA synchronous=NORMAL");
    }

    public SourceMark ReadMark(SourceId source)
    {
        using var r = Query("SELECT fence, committed FROM source WHERE id = $1", source.Value);
        return r.Read() ? new SourceMark(new Fence(r.GetInt64(0)), new Sequence(r.GetInt64(1))) : default;
    }

    public void WriteMark(SourceId source, SourceMark mark) => Run(
        "INSERT INTO source VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET fence = $2, committed = $3", source.Value,
            mark.Fence.Value, mark.Committed.Value);

    public void AppendLog(LogEntry entry)
        => Run("INSERT INTO log VALUES ($1, $2, $3)", entry.Position.Minor, entry.Previous.Minor, entry.Batch.ToArray());

    public IReadOnlyList<LogEntry> ReadLog(LogPosition after, int entriesMax)
    {
        var entries = new List<LogEntry>();
        using var r = Query("SELECT position, previous, batch FROM log WHERE position > $1 ORDER BY position LIMIT $2", after.Minor,
            entriesMax);
        while (r.Read()) entries.Add(
            new LogEntry(new LogPosition(0, r.GetInt64(0)), new LogPosition(0, r.GetInt64(1)), r.GetFieldValue<byte[]>(2)));
        return entries;
    }

    /// <summary>The checkpoint, when it was made, and the position of the last entry (the log may be empty).</summary>
    public (long Checkpoint, long FoldedAt, long Last) ReadShard()
    {
        using var r = Query("SELECT checkpoint, folded_at, max(last, (SELECT ifnull(max(position), 0) FROM log)) FROM shard");
        r.Read();
        return (r.GetInt64(0), r.GetInt64(1), r.GetInt64(2));
    }

    public void WriteCheckpoint(long checkpoint, long foldedAt, long last)
    {
        Run("UPDATE shard SET checkpoint = $1, folded_at = $2, last = $3", checkpoint, foldedAt, last);
        Run("DELETE FROM log WHERE position <= $1", checkpoint);
    }

    public IReadOnlyList<Block> ReadBlocks()
    {
        var blocks = new List<Block>();
        using var r = Query("SELECT level, start, bytes FROM block");
        while (r.Read()) blocks.Add(new Block(new BlockKey(r.GetInt32(0), (uint)r.GetInt64(1)), r.GetFieldValue<byte[]>(2)));
        return blocks;
    }

    public void WriteBlock(Block block)
    {
        if (block.Bytes.IsEmpty) Run("DELETE FROM block WHERE level = $1 AND start = $2", block.Key.Level, (long)block.Key.Start);
        else Run("INSERT OR REPLACE INTO block VALUES ($1, $2, $3)", block.Key.Level, (long)block.Key.Start, block.Bytes.ToArray());
    }

    public IReadOnlyList<StoredRow> ReadRows()
    {
        var rows = new List<StoredRow>();
        using var r = Query("SELECT source, number, key FROM row");
        while (r.Read()) rows.Add(new StoredRow(new SourceId(r.GetString(0)), r.GetInt32(1), r.GetFieldValue<byte[]>(2)));
        return rows;
    }

    public void WriteRow(StoredRow row)
        => Run("INSERT OR REPLACE INTO row VALUES ($1, $2, $3)", row.Source.Value, row.Number, row.Key.ToArray());

    public IReadOnlyList<StoredItem> ReadItems()
    {
        var items = new List<StoredItem>();
        using var r = Query("SELECT source, kind, handle, value FROM item");
        while (r.Read())
        {
            var key = new FloorItemKey((FloorItemKind)r.GetByte(1), r.GetInt32(2));
            items.Add(new StoredItem(new SourceId(r.GetString(0)), new FloorItem(key, r.GetFieldValue<byte[]>(3))));
        }
        return items;
    }

    public void WriteItem(StoredItem item)
    {
        var (source, key, value) = (item.Source.Value, item.Item.Key, item.Item.Value);
        if (value is null) Run("DELETE FROM item WHERE source = $1 AND kind = $2 AND handle = $3", source, (int)key.Kind, key.Handle);
        else Run("INSERT OR REPLACE INTO item VALUES ($1, $2, $3, $4)", source, (int)key.Kind, key.Handle, value);
    }

    private void Run(string sql, params object[] values) => Prepare(sql, values).ExecuteNonQuery();

    private SqliteDataReader Query(string sql, params object[] values) => Prepare(sql, values).ExecuteReader();

    private SqliteCommand Prepare(string sql, object[] values)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 1; i <= values.Length; i++) command.Parameters.AddWithValue($"${i}", null);
            _prepared.Add(sql, command);
        }
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i];
        return command;
    }
}
