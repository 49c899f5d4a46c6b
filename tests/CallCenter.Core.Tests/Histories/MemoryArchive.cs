using CallCenter.Core.Identity;
using CallCenter.Core.Storage;
using CallCenter.Core.Views;

namespace CallCenter.Core.Tests.Histories;

/// <summary>What a store keeps of closed hours and days.</summary>
internal sealed class MemoryArchive
{
    private readonly List<ArchiveBlock> _blocks = [];
    private readonly Dictionary<SourceId, ArchiveExtent> _extents = [];

    public IReadOnlyList<ArchiveExtent> Extents => [.. _extents.Values];

    public uint ToOf(SourceId source) => _extents.TryGetValue(source, out var extent) ? extent.To : 0;

    public IReadOnlyList<ArchiveBlock> Of(ArchiveLevel level) => [.. _blocks.Where(block => block.Level == level)];

    /// <summary>Days where they fit, and hours for the rest of an interval.</summary>
    public IReadOnlyList<ArchiveBlock> Within(Interval interval)
    {
        var within = _blocks.Where(block => StartOf(block) >= interval.From && block.End <= interval.To).ToList();
        var days = within.Where(block => block.Level == ArchiveLevel.Day).ToList();
        return [.. within.Where(block => block.Level == ArchiveLevel.Day || !days.Exists(day => Holds(day, block)))];
    }

    public void Take(ShardFold fold, TimeZoneInfo zone)
    {
        _blocks.AddRange(fold.Archive);
        foreach (var extent in fold.Archived)
        {
            foreach (var (start, end) in ArchiveTimes.DaysEnding(zone, Math.Max(ToOf(extent.Source), extent.From), extent.To))
            {
                var hours = _blocks.Where(block => block.Source == extent.Source && block.Level == ArchiveLevel.Hour
                    && block.End > start && block.End <= end).Select(block => block.Bytes).ToList();
                if (hours.Count > 0)
                    _blocks.Add(new ArchiveBlock(extent.Source, ArchiveLevel.Day, end, ArchiveMerge.Merge(start, end, hours)));
            }
            _extents[extent.Source] = extent;
        }
        _blocks.RemoveAll(
            block => block.End <= (block.Level == ArchiveLevel.Hour ? fold.ArchiveKept.HoursFrom : fold.ArchiveKept.DaysFrom));
    }

    private static bool Holds(ArchiveBlock day, ArchiveBlock hour)
        => hour.Source == day.Source && StartOf(hour) >= StartOf(day) && hour.End <= day.End;

    private static uint StartOf(ArchiveBlock block) => ArchiveCodec.SpanOf(block.Bytes.Span).Start;
}
