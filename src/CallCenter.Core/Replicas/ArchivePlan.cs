using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Storage;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Replicas;

/// <summary>
/// Closes hours that leave the working history: their counts become blocks of the archive, which go to the store with the next fold. An
/// hour is closed when no event can change it any more, and in any case before a row that counts in it retires, or its slots are merged.
/// Used by one thread at a time.
/// </summary>
/// <param name="zoneOf">Whose hours count for a tenant.</param>
internal sealed class ArchivePlan(ShardImage image, Func<TenantId, TimeZoneInfo> zoneOf)
{
    private const uint Hour = 3_600, Day = 24 * Hour;

    // An event is counted up to 9 days after it occurred, and a row is kept for 10. Two hours are for a fold that is late.
    private const uint OpenFor = 10 * Day - 2 * Hour;

    // Slots of 12 days are merged when newer ones come.
    private const uint OpenMax = 11 * Day;

    private readonly Dictionary<SourceId, ArchiveExtent> _extents = image.Archived.ToDictionary(extent => extent.Source);
    private readonly Dictionary<SourceId, uint> _oldest = []; // The first kept slot of sources without an archive.
    private readonly uint _keptFrom = Math.Max(1, new BlockCuts(image.FoldedAt).Of(SlotLadder.Levels.Length - 1));
    private HashSet<SourceId> _moved = [];
    private List<ArchiveBlock> _blocks = [];
    private (HashSet<SourceId> Moved, List<ArchiveBlock> Blocks) _inFlight = ([], []);

    /// <summary>Notes the rows of a source as they were stored.</summary>
    public void Loaded(SourceReplica source)
    {
        if (_extents.ContainsKey(source.Id)) return;
        foreach (var (_, row) in source.Rows.All())
        {
            for (var i = 0; i < row.MeasureCount; i++)
            {
                if (row.SlotsIn(row.MeasureAt(i), _keptFrom, uint.MaxValue) is [var slot, ..]) NoteSlot(source.Id, slot);
            }
        }
    }

    /// <summary>Closes what the counts of a section would merge.</summary>
    public void Applying(SourceSection section, SourceReplica source)
    {
        if (section.Deltas is not [var first, ..]) return;
        NoteSlot(source.Id, first.Slot);
        if (section.Deltas[^1].Slot is > OpenMax and var newest) CloseBefore(source, newest - OpenMax);
    }

    /// <summary>Closes the hours that rows count in.</summary>
    public void Retiring(IReadOnlyList<int> rows, SourceReplica source)
    {
        if (rows.Count > 0) CloseBefore(source, rows.Max(number => source.Rows.Find(number)?.NewestSlot ?? 0) + 1);
    }

    /// <summary>Hands over what was closed.</summary>
    public ShardFold AddTo(ShardFold fold, IEnumerable<SourceReplica> sources, uint now)
    {
        foreach (var source in sources) CloseBefore(source, now > OpenFor ? now - OpenFor : 0);
        _inFlight = (_moved, _blocks);
        (_moved, _blocks) = ([], []);
        return fold with
        {
            Archive = _inFlight.Blocks,
            Archived = [.. _inFlight.Moved.Select(source => _extents[source])],
            ArchiveKept = ArchiveKept.At(now),
        };
    }

    /// <summary>The store has not taken what was handed over.</summary>
    public void GiveBack()
    {
        _moved.UnionWith(_inFlight.Moved);
        _blocks.InsertRange(0, _inFlight.Blocks);
        _inFlight = ([], []);
    }

    private void NoteSlot(SourceId source, uint slot)
    {
        if (!_extents.ContainsKey(source) && (!_oldest.TryGetValue(source, out var oldest) || slot < oldest)) _oldest[source] = slot;
    }

    // The hours that begin before a moment.
    private void CloseBefore(SourceReplica source, uint before)
    {
        if (!_extents.TryGetValue(source.Id, out var extent))
        {
            if (!_oldest.TryGetValue(source.Id, out var oldest) || oldest >= before) return;
            var start = StartOfHour(source.Id, oldest);
            extent = new ArchiveExtent(source.Id, start, start);
            _oldest.Remove(source.Id);
        }
        if (extent.To >= before) return;
        // Nobody could read more hours after a long standstill.
        var oldestHour = before > ArchiveKept.HourDays * Day ? StartOfHour(source.Id, before - ArchiveKept.HourDays * Day) : 0;
        for (var start = Math.Max(extent.To, oldestHour); start < before; start = extent.To)
        {
            extent = extent with { To = EndOfHour(source.Id, start) };
            Close(source, start, extent.To);
        }
        _extents[source.Id] = extent;
        _moved.Add(source.Id);
    }

    private void Close(SourceReplica source, uint start, uint end)
    {
        var rows = source.Rows.All().Select(row => ArchiveRow.Of(row.Thing, start, end)).Where(row => !row.IsEmpty).ToList();
        if (rows.Count > 0) _blocks.Add(new ArchiveBlock(source.Id, ArchiveLevel.Hour, end, ArchiveCodec.Encode(start, end, rows)));
    }

    private uint StartOfHour(SourceId source, uint at) => ArchiveTimes.StartOfHour(zoneOf(source.Tenant), at);

    private uint EndOfHour(SourceId source, uint at) => ArchiveTimes.EndOfHour(zoneOf(source.Tenant), at);
}
