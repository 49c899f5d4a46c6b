using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Measures;
using CallCenter.Core.Storage;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Replicas;

/// <summary>
/// Collects what changed in a shard since its checkpoint and turns it into a fold. While a fold is being written, what changes goes
/// to the next one; a fold that failed gives back what it had. Used by one thread at a time.
/// </summary>
public sealed class FoldPlan(ShardImage image)
{
    private readonly HashSet<BlockKey> _stored = [.. image.Blocks.Select(b => b.Key)];
    private HashSet<uint> _minutes = [];
    private List<NewRow> _rows = [];
    private HashSet<RowName> _retired = [];
    private (HashSet<uint> Minutes, List<NewRow> Rows, HashSet<RowName> Retired)? _inFlight;
    private LogPosition _checkpoint = image.Checkpoint;
    private BlockCuts _cuts = new(image.FoldedAt);
    private int _imageFormat = image.Format;
    private int _formatSeen = image.Format;
    private uint _lastMinute;

    public bool IsEmpty(LogPosition cursor) => cursor == _checkpoint;

    /// <summary>Another node folds, so what is stored is not known here any more: nothing is collected until the shard is read
    /// anew.</summary>
    public bool IsAbandoned { get; private set; }

    public void Abandon()
    {
        IsAbandoned = true;
        (_minutes, _rows, _retired, _lastMinute) = ([], [], [], 0);
    }

    public void SlotChanged(uint slot)
    {
        var minute = slot - slot % 60;
        if (minute == _lastMinute) return;
        _lastMinute = minute;
        if (!IsAbandoned) _minutes.Add(minute);
    }

    public void RowsAdded(SourceId source, int first, RowKey[] keys)
    {
        if (IsAbandoned) return;
        for (var i = 0; i < keys.Length; i++) _rows.Add(new NewRow(source, first + i, keys[i]));
    }

    /// <summary>Rows that the image loses. The blocks lose them when they are written next, the base block on the day after at the latest:
    /// a reader ignores them until then.</summary>
    public void RowsRetired(SourceId source, IReadOnlyList<int> numbers)
    {
        if (IsAbandoned) return;
        foreach (var number in numbers) _retired.Add(new RowName(source, number));
    }

    /// <summary>Notes the format of a log entry: a fold in an older one cannot hold what the entry changed.</summary>
    public void FormatSeen(int format) => _formatSeen = Math.Max(_formatSeen, format);

    /// <summary>Raises the format to what the shard holds already; true when the fold raises the image's, and so must write it
    /// whole.</summary>
    public bool RaisesTo(ref int format)
    {
        format = Math.Max(format, _formatSeen);
        return format > _imageFormat;
    }

    public ShardFold Make(
        FoldPoint point, IEnumerable<RowHistory> histories, IReadOnlyList<StoredItem> items,
        Func<BlockKey, BlockCuts, ReadOnlyMemory<byte>> encode)
    {
        _inFlight = (_minutes, _rows, _retired);
        (_minutes, _rows, _retired, _lastMinute) = ([], [], [], 0);
        var (minutes, rows, retired) = _inFlight.Value;

        var next = new BlockCuts(Math.Max(point.Now, _cuts.FoldedAt));
        var changed = minutes.Select(next.BlockOf).ToHashSet();
        AddMoved(changed, next, histories);
        if (point.Format > _imageFormat) changed.UnionWith(_stored.Where(key => !HasMoved(key, next)));
        var blocks = changed.Select(key => new Block(key, encode(key, next))).ToList();
        blocks.AddRange(_stored.Where(key => !changed.Contains(key) && HasMoved(key, next)).Select(key => new Block(key, default)));
        return new ShardFold(
            _checkpoint, point.Cursor, next.FoldedAt, blocks,
            [
                .. rows.Where(r => !retired.Contains(new RowName(r.Source, r.Number)))
                    .Select(r => new StoredRow(r.Source, r.Number, RowCodec.Encode(r.Key, point.Format))),
                .. retired.Select(r => new StoredRow(r.Source, r.Number, default)),
            ], items)
        {
            Format = point.Format,
        };
    }

    public void Done(ShardFold fold)
    {
        _inFlight = null;
        (_checkpoint, _cuts, _imageFormat) = (fold.Checkpoint, new BlockCuts(fold.FoldedAt), fold.Format);
        foreach (var block in fold.Blocks)
        {
            if (block.Bytes.IsEmpty) _stored.Remove(block.Key);
            else _stored.Add(block.Key);
        }
    }

    public void Failed()
    {
        var (minutes, rows, retired) = _inFlight!.Value;
        _inFlight = null;
        if (IsAbandoned) return;
        _minutes.UnionWith(minutes);
        _rows.InsertRange(0, rows);
        _retired.UnionWith(retired);
    }

    // Slots between the old and the new cut of a level are now in a coarser block, which must be written although nothing in it changed.
    private void AddMoved(HashSet<BlockKey> changed, BlockCuts next, IEnumerable<RowHistory> histories)
    {
        var spans = Enumerable.Range(0, SlotLadder.Levels.Length)
            .Select(level => (From: _cuts.Of(level), To: next.Of(level)))
            .Where(span => span.From < span.To)
            .ToList();
        if (spans.Count == 0) return;
        foreach (var history in histories)
        {
            for (var i = 0; i < history.MeasureCount; i++)
            {
                foreach (var (from, to) in spans)
                {
                    foreach (var slot in history.SlotsIn(history.MeasureAt(i), from, to)) changed.Add(next.BlockOf(slot));
                }
            }
        }
    }

    private static bool HasMoved(BlockKey key, BlockCuts next) => key.Level != BlockKey.BaseLevel && key.Start < next.Of(key.Level);
}

/// <summary>What a fold moves the checkpoint to.</summary>
/// <param name="Now">Seconds since 1970.</param>
/// <param name="Format">Number of the stored format.</param>
public readonly record struct FoldPoint(LogPosition Cursor, uint Now, int Format);

/// <summary>A row that is not folded yet.</summary>
public readonly record struct NewRow(SourceId Source, int Number, RowKey Key);

/// <summary>A row by its source and its number there.</summary>
public readonly record struct RowName(SourceId Source, int Number);
