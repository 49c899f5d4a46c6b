using CallCenter.Core.Identity;
using CallCenter.Core.Storage;
using CallCenter.Core.Views;
using CallCenter.Core.Windows;

namespace CallCenter.Engine.Shards;

/// <summary>Reads the archive of some sources for intervals, one after the other, some ahead. Used by one caller at a time.</summary>
/// <param name="oldest">The oldest moment that rows have counts of.</param>
internal sealed class ArchivePages(
    IMetricStore store, IReadOnlyList<ArchiveExtent> extents, IntervalUnit unit, Instant now, Instant oldest)
{
    private const uint Day = 86_400;

    // A few megabytes at a time.
    private const uint DaysAhead = 32 * Day, HoursAhead = 3 * Day;

    // Sources of which nothing is archived have nothing that is older in their rows.
    private const uint OpenFor = 11 * Day;

    private readonly Dictionary<SourceId, uint> _to = extents.ToDictionary(extent => extent.Source, extent => extent.To);
    private readonly uint _begin = extents.Select(extent => extent.From).DefaultIfEmpty((uint)oldest.UnixSeconds).Min();
    private readonly uint _retained = RetainedOf(unit, extents, ArchiveKept.At((uint)now.UnixSeconds));
    private readonly Dictionary<(SourceId Source, ArchiveLevel Level, uint End), (uint Start, ArchiveBlock Block)> _page = [];
    private uint _pageTo;

    /// <summary>The oldest kept counts, in seconds since 1970.</summary>
    public uint KeptFrom => Math.Max(_begin, _retained);

    /// <summary>From when on the rows of a source have its counts.</summary>
    public uint ToOf(SourceId source) => _to.GetValueOrDefault(source);

    /// <summary>Whether rows have nothing of an interval.</summary>
    public bool HasAll(Interval interval)
        => interval.To + OpenFor <= (uint)now.UnixSeconds && extents.All(extent => interval.To <= extent.To);

    /// <summary>The blocks of an interval, which lies after those that were read before; null: it is not kept.</summary>
    public async Task<IReadOnlyList<ArchiveBlock>?> ReadAsync(Interval interval, CancellationToken cancellationToken)
    {
        if (interval.To <= _begin || interval.From < _retained) return null;
        if (interval.To > _pageTo) await ReadPageAsync(interval, cancellationToken);
        var within = _page.Values.Where(b => b.Block.End > interval.From && b.Start < interval.To).ToList();
        // The hours and days of another zone, which the tenant had when they were closed.
        if (within.Exists(b => b.Start < interval.From || b.Block.End > interval.To)) return null;
        return within.ConvertAll(b => b.Block);
    }

    // Parts of an hour are kept in rows only.
    private static uint RetainedOf(IntervalUnit unit, IReadOnlyList<ArchiveExtent> extents, ArchiveKept kept)
    {
        if (unit.IsOfDays) return kept.DaysFrom;
        return unit.Length >= TimeSpan.FromHours(1) ? kept.HoursFrom : extents.Select(extent => extent.To).DefaultIfEmpty().Max();
    }

    private async Task ReadPageAsync(Interval interval, CancellationToken cancellationToken)
    {
        foreach (var key in _page.Keys.Where(key => key.End <= interval.From)) _page.Remove(key);
        var after = Math.Max(interval.From, _pageTo);
        _pageTo = Math.Max(interval.To, interval.From + (unit.IsOfDays ? DaysAhead : HoursAhead));
        foreach (var extent in extents)
        {
            var days = unit.IsOfDays ? ArchiveTimes.StartOfDay(unit.Zone, extent.To) : 0;
            await AddAsync(extent.Source, ArchiveLevel.Day, after, Math.Min(_pageTo + Day, days), cancellationToken);
            await AddAsync(extent.Source, ArchiveLevel.Hour, Math.Max(after, days), Math.Min(_pageTo + Day, extent.To), cancellationToken);
        }
    }

    private async Task AddAsync(SourceId source, ArchiveLevel level, uint after, uint to, CancellationToken cancellationToken)
    {
        if (after >= to) return;
        var shard = Sharding.ShardOf(source, store.ShardCount);
        foreach (var block in await store.Archive.ReadAsync(shard, source, level, after, to, cancellationToken))
        {
            if (!_page.ContainsKey((source, level, block.End)))
                _page.Add((source, level, block.End), (ArchiveCodec.SpanOf(block.Bytes.Span).Start, block));
        }
    }
}
