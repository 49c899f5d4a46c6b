using System.Runtime.InteropServices;
using CallCenter.Core.Encoding;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Storage;
using Microsoft.Data.Sqlite;

namespace CallCenter.Storage.Embedded;

/// <summary>The prepared statements of a data file; each method is one. Every row is sealed when it is written, and its seal is
/// checked when it is read. Used under the store's lock.</summary>
internal sealed class Statements(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);
    private readonly Seals _seals = new();
    private bool _open;

    public void Dispose()
    {
        foreach (var command in _prepared.Values) command.Dispose();
        _seals.Dispose();
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
        using var r = Query("SELECT fence, committed, seal FROM source WHERE id = $1", source.StoredKey);
        if (!r.Read()) return default;
        Check(r.GetInt64(2), "source", source.StoredKey, [r.GetInt64(0), r.GetInt64(1)], default);
        return new SourceMark(new Fence(r.GetInt64(0)), new Sequence(r.GetInt64(1)));
    }

    /// <summary>Checks all marks: one whose name was damaged would not be found, and its source would begin anew.</summary>
    public void CheckMarks()
    {
        using var r = Query("SELECT id, fence, committed, seal FROM source");
        while (r.Read()) Check(r.GetInt64(3), "source", r.GetString(0), [r.GetInt64(1), r.GetInt64(2)], default);
    }

    public void WriteMark(SourceId source, SourceMark mark)
    {
        var (fence, committed) = (mark.Fence.Value, mark.Committed.Value);
        Run("INSERT INTO source VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO UPDATE SET fence = $2, committed = $3, seal = $4",
            source.StoredKey, fence, committed, _seals.Of("source", source.StoredKey, [fence, committed], default));
    }

    public void AppendLog(LogEntry entry)
    {
        var (position, previous) = (entry.Position.Minor, entry.Previous.Minor);
        Run("INSERT INTO log VALUES ($1, $2, $3, $4)",
            position, previous, ArrayOf(entry.Batch), _seals.Of("log", "", [position, previous], entry.Batch.Span));
    }

    public IReadOnlyList<LogEntry> ReadLog(LogPosition after, int entriesMax)
    {
        var entries = new List<LogEntry>();
        using var r = Query(
            "SELECT position, previous, batch, seal FROM log WHERE position > $1 ORDER BY position LIMIT $2", after.Minor, entriesMax);
        while (r.Read())
        {
            var (position, previous, batch) = (r.GetInt64(0), r.GetInt64(1), r.GetFieldValue<byte[]>(2));
            Check(r.GetInt64(3), "log", "", [position, previous], batch);
            entries.Add(new LogEntry(new LogPosition(0, position), new LogPosition(0, previous), batch));
        }
        return entries;
    }

    /// <summary>The checkpoint, when it was made, and the position of the last entry (the log may be empty).</summary>
    public (long Checkpoint, long FoldedAt, long Last) ReadShard()
    {
        using var r = Query("SELECT checkpoint, folded_at, last, seal, (SELECT ifnull(max(position), 0) FROM log) FROM shard");
        if (!r.Read()) throw new DamagedException("the row of the shard");
        var (checkpoint, foldedAt, last) = (r.GetInt64(0), r.GetInt64(1), r.GetInt64(2));
        // A new file has zeros and no seal.
        if ((checkpoint, foldedAt, last, r.GetInt64(3)) != default) Check(
            r.GetInt64(3), "shard", "", [checkpoint, foldedAt, last], default);
        return (checkpoint, foldedAt, Math.Max(last, r.GetInt64(4)));
    }

    public void WriteCheckpoint(long checkpoint, long foldedAt, long last)
    {
        Run("UPDATE shard SET checkpoint = $1, folded_at = $2, last = $3, seal = $4",
            checkpoint, foldedAt, last, _seals.Of("shard", "", [checkpoint, foldedAt, last], default));
        Run("DELETE FROM log WHERE position <= $1", checkpoint);
    }

    /// <summary>The format of the image's rows and items, and the name of this file's life.</summary>
    public (int Image, string Epoch) ReadFormat()
    {
        using var r = Query("SELECT image, format_min_reader, epoch FROM format");
        if (!r.Read()) throw new DamagedException("the row of the format");
        var (image, oldestReader) = (r.GetInt32(0), r.GetInt32(1));
        if (image is < StoredFormat.Oldest or > StoredFormat.Newest) throw StoredFormException.OfFormat("image", image);
        if (oldestReader > StoredFormat.Newest) throw StoredFormException.OfFormat("file", oldestReader);
        return (image, r.GetString(2));
    }

    public void WriteImageFormat(int format) => Run("UPDATE format SET image = $1 WHERE image <> $1", format);

    public IReadOnlyList<Block> ReadBlocks()
    {
        var blocks = new List<Block>();
        using var r = Query("SELECT level, start, bytes, seal FROM block");
        while (r.Read())
        {
            var (level, start, bytes) = (r.GetInt32(0), r.GetInt64(1), r.GetFieldValue<byte[]>(2));
            Check(r.GetInt64(3), "block", "", [level, start], bytes);
            blocks.Add(new Block(new BlockKey(level, (uint)start), bytes));
        }
        return blocks;
    }

    public void WriteBlock(Block block)
    {
        var (level, start, bytes) = (block.Key.Level, (long)block.Key.Start, block.Bytes);
        if (bytes.IsEmpty) Run("DELETE FROM block WHERE level = $1 AND start = $2", level, start);
        else Run("INSERT OR REPLACE INTO block VALUES ($1, $2, $3, $4)", level, start, ArrayOf(bytes),
            _seals.Of("block", "", [level, start], bytes.Span));
    }

    public IReadOnlyList<StoredRow> ReadRows()
    {
        var rows = new List<StoredRow>();
        using var r = Query("SELECT source, number, key, seal FROM row");
        while (r.Read())
        {
            var (source, number, key) = (r.GetString(0), r.GetInt32(1), r.GetFieldValue<byte[]>(2));
            Check(r.GetInt64(3), "row", source, [number], key);
            rows.Add(new StoredRow(SourceId.FromStoredKey(source), number, key));
        }
        return rows;
    }

    public void WriteRow(StoredRow row)
    {
        var (source, number) = (row.Source.StoredKey, row.Number);
        if (row.Key.IsEmpty) Run("DELETE FROM row WHERE source = $1 AND number = $2", source, number);
        else Run("INSERT OR REPLACE INTO row VALUES ($1, $2, $3, $4)", source, number, row.Key.ToArray(),
            _seals.Of("row", source, [number], row.Key.Span));
    }

    public IReadOnlyList<StoredItem> ReadItems()
    {
        var items = new List<StoredItem>();
        using var r = Query("SELECT source, kind, handle, value, seal FROM item");
        while (r.Read())
        {
            var (source, kind, handle, value) = (r.GetString(0), r.GetByte(1), r.GetInt32(2), r.GetFieldValue<byte[]>(3));
            Check(r.GetInt64(4), "item", source, [kind, handle], value);
            items.Add(new StoredItem(SourceId.FromStoredKey(source), new FloorItem(new FloorItemKey((FloorItemKind)kind, handle), value)));
        }
        return items;
    }

    public void WriteItem(StoredItem item)
    {
        var (source, kind, handle, value) = (item.Source.StoredKey, (int)item.Item.Key.Kind, item.Item.Key.Handle, item.Item.Value);
        if (value is null) Run("DELETE FROM item WHERE source = $1 AND kind = $2 AND handle = $3", source, kind, handle);
        else Run("INSERT OR REPLACE INTO item VALUES ($1, $2, $3, $4, $5)", source, kind, handle, value,
            _seals.Of("item", source, [kind, handle], value));
    }

    /// <summary>The seal of a row's text, numbers and bytes.</summary>
    public long SealOf(string table, string text, ReadOnlySpan<long> numbers, ReadOnlySpan<byte> bytes)
        => _seals.Of(table, text, numbers, bytes);

    public void Check(long seal, string table, string text, ReadOnlySpan<long> numbers, ReadOnlySpan<byte> bytes)
    {
        if (_seals.Of(table, text, numbers, bytes) != seal)
            throw new DamagedException($"a row of table '{table}' ({text}{string.Join(' ', numbers.ToArray())})");
    }

    // A parameter is an array; a commit is mostly one already.
    private static byte[] ArrayOf(ReadOnlyMemory<byte> bytes)
        => MemoryMarshal.TryGetArray(bytes, out var part) && part.Count == part.Array!.Length ? part.Array : bytes.ToArray();

    public int Run(string sql, params object[] values) => Prepare(sql, values).ExecuteNonQuery();

    public SqliteDataReader Query(string sql, params object[] values) => Prepare(sql, values).ExecuteReader();

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
