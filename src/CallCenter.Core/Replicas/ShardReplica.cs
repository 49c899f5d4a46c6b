using CallCenter.Core.Encoding;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Storage;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Replicas;

/// <summary>
/// A node's copy of a shard, built from its blocks and then from its log, entry by entry: its own commits and those of other nodes
/// alike. Used by one thread at a time.
/// </summary>
/// <param name="zoneOf">Whose hours are archived for a tenant; null: those of UTC.</param>
public sealed class ShardReplica(int number, ReplicaObserver observer, Func<TenantId, TimeZoneInfo>? zoneOf = null)
{
    private readonly Func<TenantId, TimeZoneInfo> _zoneOf = zoneOf ?? (_ => TimeZoneInfo.Utc);
    private readonly Dictionary<SourceId, SourceReplica> _sources = [];
    private readonly SeriesArena _arena = new();
    private readonly SectionBuffers _buffers = new();
    private readonly RowOrder _rowOrder = new();
    private ArchivePlan? _archive;

    public int Number { get; } = number;
    public LogPosition Cursor { get; private set; }
    public IReadOnlyDictionary<SourceId, SourceReplica> Sources => _sources;

    /// <summary>Stored content that this version does not know. A replica with some must not be folded.</summary>
    public SkippedContent Skipped => _buffers.Skipped;

    /// <summary>What the next fold must write.</summary>
    public FoldPlan Plan { get; private set; } = new(new ShardImage(LogPosition.Start, 0, [], [], []));

    public SourceReplica SourceOf(SourceId id)
    {
        if (_sources.TryGetValue(id, out var source)) return source;
        _sources.Add(id, source = new SourceReplica(id, _arena, observer));
        observer.SourceAdded(source);
        return source;
    }

    public void Load(ShardImage image)
    {
        // Each by its number: one that is missing would give its counts to the next.
        foreach (var row in image.Rows.OrderBy(r => r.Number))
            SourceOf(row.Source).AddRow(row.Number, RowCodec.Decode(row.Key.Span, image.Format, _buffers));
        Load(image.Blocks);

        // The fixed part of a visit before its live part, so that a waiting visit's start is known.
        foreach (var stored in image.Items.OrderBy(i => i.Item.Key.Kind))
        {
            var (key, value) = stored.Item;
            SourceOf(stored.Source).Restore(new FloorItem(key, FloorItemForm.Complete(value, image.Format)));
        }
        Cursor = image.Checkpoint;
        Plan = new FoldPlan(image);
        _archive = new ArchivePlan(image, _zoneOf);
        foreach (var source in _sources.Values) _archive.Loaded(source);
    }

    private ArchivePlan Archive => _archive ??= new ArchivePlan(new ShardImage(LogPosition.Start, 0, [], [], []), _zoneOf);

    private void Load(IEnumerable<Block> blocks)
    {
        // Oldest first: a slot that comes after later ones moves them and adds to the totals of all of them.
        var byRow = blocks.OrderBy(b => b.Key.Start).SelectMany(b => BlockCodec.Split(b.Bytes)).GroupBy(s => RowOf(s.Source, s.Row));
        var loader = new RowLoader(_buffers.Skipped);
        foreach (var stored in byRow)
        {
            if (stored.Key is { } row) loader.Load(row, stored);
        }
    }

    // A retired row stays in the blocks that it is in until they are written again.
    private RowHistory? RowOf(SourceId source, int row)
        => _sources.TryGetValue(source, out var replica) && row < replica.Rows.End
            ? replica.Rows.Find(row)
            : throw new StoredFormException($"a stored block has row {row} of source '{source}', which is not stored");

    /// <summary>Applies the next entry; false when it does not follow on what this copy has, which must then be loaded anew.</summary>
    public bool Apply(LogEntry entry)
    {
        if (entry.Position <= Cursor) return true;
        if (entry.Previous != Cursor) return false;
        BatchCodec.Decode(entry.Batch.Span, _buffers, Apply);
        Plan.FormatSeen(entry.Batch.Span[0]);
        Cursor = entry.Position;
        return true;
    }

    private void Apply(SourceSection section)
    {
        var source = SourceOf(section.Source);
        source.AddRows(section.FirstRow, section.Rows);
        if (!Plan.IsAbandoned) Archive.Applying(section, source);
        var (number, row) = (-1, default(RowHistory));
        foreach (var (_, index) in _rowOrder.Of(section.Deltas))
        {
            var delta = section.Deltas[(int)index];
            if (delta.Row != number) (number, row) = (delta.Row, source.Rows.Find(delta.Row));
            if (row is null) throw new StoredFormException($"a delta has row {number} of source '{section.Source}', which is not stored");
            row.Add(delta.Slot, delta.Measure, delta.Value);
            observer.Changes?.Changed(row, delta.Slot, delta.Measure, delta.Value);
        }
        foreach (var delta in section.Deltas) Plan.SlotChanged(delta.Slot);
        foreach (var item in section.Items) source.Put(item);
        Plan.RowsAdded(section.Source, section.FirstRow, section.Rows);
        if (!Plan.IsAbandoned) Archive.Retiring(section.RetiredRows, source);
        source.RetireRows(section.RetiredRows);
        Plan.RowsRetired(section.Source, section.RetiredRows);
    }

    /// <summary>The fold that moves the checkpoint to the cursor.</summary>
    /// <param name="format">Number of the stored format to write; one that the shard was written in before stays.</param>
    public ShardFold MakeFold(Instant now, int format)
    {
        var isWhole = Plan.RaisesTo(ref format);
        var items = _sources.Values.SelectMany(s => s.TakeChangedItems(isWhole).Select(i => StoredItemOf(s.Id, i, format))).ToList();
        var histories = _sources.Values.SelectMany(s => s.Rows.All().Select(r => r.Thing));
        var fold = Plan.Make(
            new FoldPoint(Cursor, (uint)now.UnixSeconds, format), histories, items, (key, cuts) => Encode(key, cuts, format));
        fold = Archive.AddTo(fold, _sources.Values, (uint)now.UnixSeconds);
        return isWhole ? fold with { Rows = [.. AllRows(format), .. fold.Rows.Where(r => r.Key.IsEmpty)] } : fold;
    }

    private static StoredItem StoredItemOf(SourceId source, FloorItem item, int format)
        => new(source, item.Value is { } value ? item with { Value = FloorItemForm.Stored(value, format) } : item);

    private IEnumerable<StoredRow> AllRows(int format) => _sources.Values.SelectMany(
        s => s.Rows.All().Select(r => new StoredRow(s.Id, r.Number, RowCodec.Encode(r.Thing.Key, format))));

    /// <summary>The store accepted the fold: the next one must write what changed after it was made.</summary>
    public void FoldDone(ShardFold fold) => Plan.Done(fold);

    /// <summary>The store did not accept the fold, or did not answer: the next one must write it again.</summary>
    public void FoldFailed(ShardFold fold)
    {
        Plan.Failed();
        Archive.GiveBack();
        foreach (var bySource in fold.Items.GroupBy(i => i.Source)) _sources[bySource.Key].GiveBack(bySource.Select(i => i.Item));
    }

    private ReadOnlyMemory<byte> Encode(BlockKey key, BlockCuts cuts, int format)
    {
        var sources = _sources.Values
            .Select(s => new BlockSource(s.Id, s.Rows.All().Select(r => new BlockRow(r.Number, r.Thing))))
            .ToList();
        return BlockCodec.Encode(sources, key, cuts.ShapeOf(key), format);
    }
}
