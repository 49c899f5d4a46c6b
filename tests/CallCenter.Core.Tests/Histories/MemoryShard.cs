using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Storage;

namespace CallCenter.Core.Tests.Histories;

/// <summary>What a store keeps of one shard: its blocks, rows and things as of a checkpoint, and the log after it.</summary>
internal sealed class MemoryShard
{
    private readonly Dictionary<BlockKey, Block> _blocks = [];
    private readonly Dictionary<(SourceId, int), StoredRow> _rows = [];
    private readonly Dictionary<(SourceId, FloorItemKey), StoredItem> _items = [];
    private readonly List<LogEntry> _log = [];
    private LogPosition _checkpoint = LogPosition.Start;
    private LogPosition _last = LogPosition.Start;
    private uint _foldedAt;

    public IReadOnlyList<LogEntry> Log => _log;

    public ShardImage Image => new(_checkpoint, _foldedAt, [.. _blocks.Values], [.. _rows.Values], [.. _items.Values])
    {
        Archived = Archive.Extents,
    };

    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    public MemoryArchive Archive { get; } = new();

    public List<LedgerChunk> Ledger { get; } = [];

    public LogEntry Append(ReadOnlyMemory<byte> batch)
    {
        var entry = new LogEntry(new LogPosition(0, _last.Minor + 1), _last, batch);
        _last = entry.Position;
        _log.Add(entry);
        return entry;
    }

    public void Fold(ShardFold fold)
    {
        Assert.Equal(_checkpoint, fold.Expected);
        foreach (var block in fold.Blocks)
        {
            if (block.Bytes.IsEmpty) _blocks.Remove(block.Key);
            else _blocks[block.Key] = block;
        }
        foreach (var row in fold.Rows)
        {
            if (row.Key.IsEmpty) _rows.Remove((row.Source, row.Number));
            else _rows[(row.Source, row.Number)] = row;
        }
        foreach (var item in fold.Items)
        {
            if (item.Item.Value is null) _items.Remove((item.Source, item.Item.Key));
            else _items[(item.Source, item.Item.Key)] = item;
        }
        (_checkpoint, _foldedAt) = (fold.Checkpoint, fold.FoldedAt);
        Archive.Take(fold, Zone);
        var cutter = new LedgerCutter();
        foreach (var entry in _log.Where(e => e.Position <= fold.Checkpoint)) cutter.Add(entry);
        Ledger.AddRange(cutter.Finish());
        _log.RemoveAll(e => e.Position <= fold.Checkpoint);
    }
}
