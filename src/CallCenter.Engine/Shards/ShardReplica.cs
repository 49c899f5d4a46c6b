using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Storage;
using CallCenter.Core.Windows;

namespace CallCenter.Engine.Shards;

/// <summary>
/// This node's copy of a shard, built from its blocks and then from its log, entry by entry; own commits and other nodes' take the
/// same way. Used by the board's loop only.
/// </summary>
internal sealed class ShardReplica(int number, Action<RowHistory> rowAdded)
{
    private readonly Dictionary<SourceId, SourceReplica> _sources = [];
    private readonly SeriesArena _arena = new();
    private readonly SectionRoom _room = new();

    public int Number { get; } = number;
    public LogPosition Cursor { get; private set; }
    public IReadOnlyDictionary<SourceId, SourceReplica> Sources => _sources;

    /// <summary>What the next fold must write.</summary>
    public FoldPlan Plan { get; private set; } = new(LogPosition.Start, new BlockCuts(0), []);

    public SourceReplica SourceOf(SourceId id)
    {
        if (!_sources.TryGetValue(id, out var source)) _sources.Add(id, source = new SourceReplica(id, _arena, rowAdded));
        return source;
    }

    public void Load(ShardImage image)
    {
        // Each by its number: one that is missing would give its counts to the next.
        foreach (var row in image.Rows.OrderBy(r => r.Number))
            SourceOf(row.Source).AddRows(row.Number, [BatchCodec.DecodeRow(row.Key.Span, _room.Texts)]);
        Load(image.Blocks);

        // What never changes of a visit before what does, so that a waiting visit's start is known.
        foreach (var stored in image.Items.OrderBy(i => i.Item.Key.Kind)) SourceOf(stored.Source).Restore(stored.Item);
        Cursor = image.Checkpoint;
        Plan = new FoldPlan(image.Checkpoint, new BlockCuts(image.FoldedAt), image.Blocks.Select(b => b.Key));
    }

    private void Load(IEnumerable<Block> blocks)
    {
        // Oldest first: a slot that comes after later ones moves them and adds to the totals of all of them.
        var byRow = blocks.OrderBy(b => b.Key.Start).SelectMany(b => BlockCodec.Split(b.Bytes)).GroupBy(s => RowOf(s.Source, s.Row));
        var loader = new RowLoader();
        foreach (var stored in byRow) loader.Load(stored.Key, stored);
    }

    private RowHistory RowOf(SourceId source, int row)
        => _sources.TryGetValue(source, out var replica) && row < replica.Rows.Count
            ? replica.Rows[row]
            : throw new StoredFormException($"A stored block has row {row} of source '{source}', which is not stored.");

    /// <summary>Applies the next entry; false when it does not follow on what this copy has, which must then be loaded anew.</summary>
    public bool Apply(LogEntry entry)
    {
        if (entry.Position <= Cursor) return true;
        if (entry.Previous != Cursor) return false;
        BatchCodec.Decode(entry.Batch.Span, _room, Apply);
        Cursor = entry.Position;
        return true;
    }

    private void Apply(SourceSection section)
    {
        var source = SourceOf(section.Source);
        source.AddRows(section.FirstRow, section.Rows);
        foreach (var delta in section.Deltas)
        {
            source.Rows[delta.Row].Add(delta.Slot, delta.Measure, delta.Value);
            Plan.SlotChanged(delta.Slot);
        }
        foreach (var item in section.Items) source.Put(item);
        Plan.RowsAdded(section.Source, section.FirstRow, section.Rows);
        source.Committed = section.To;
    }

    /// <summary>The fold that moves the checkpoint to the cursor.</summary>
    public ShardFold MakeFold(Instant now)
    {
        var sources = _sources.Keys.ToList();
        var items = _sources.Values.SelectMany(s => s.TakeChangedItems().Select(i => new StoredItem(s.Id, i))).ToList();
        var histories = _sources.Values.SelectMany(s => s.Rows);
        return Plan.Make(Cursor, (uint)now.UnixSeconds, histories, items, (key, cuts) => Encode(key, cuts, sources));
    }

    /// <summary>The store took the fold: what changed after it was made is what the next one must write.</summary>
    public void FoldDone(ShardFold fold) => Plan.Done(fold);

    /// <summary>The store did not take the fold, or did not say so: the next one must write it again.</summary>
    public void FoldFailed(ShardFold fold)
    {
        Plan.Failed();
        foreach (var bySource in fold.Items.GroupBy(i => i.Source)) _sources[bySource.Key].GiveBack(bySource.Select(i => i.Item));
    }

    private ReadOnlyMemory<byte> Encode(BlockKey key, BlockCuts cuts, List<SourceId> sources)
    {
        var (length, width) = cuts.ShapeOf(key);
        var rows = sources.SelectMany((s, i) => _sources[s].Rows.Select((row, n) => new BlockRow(i, n, row)));
        return BlockCodec.Encode([.. sources.Select(s => s.StoredKey)], rows, key.Start, length, width);
    }
}
