using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Storage;
using CallCenter.Core.Views;
using CallCenter.Core.Windows;
using CallCenter.Engine.Limits;
using CallCenter.Engine.Shards;
using Microsoft.Extensions.Logging;

namespace CallCenter.Engine.Board;

/// <summary>The values of a group, by interval and then by column.</summary>
public sealed record IntervalGroup(string[] Labels, IReadOnlyList<KpiValue[]> Values);

/// <summary>Values of a selector by intervals.</summary>
/// <param name="AsOf">The instant of the values; those of intervals that are over change with late events only.</param>
/// <param name="Groups">By their labels.</param>
/// <param name="KeptFrom">The oldest kept counts, if an interval starts before.</param>
public sealed record IntervalValues(
    Instant AsOf, IReadOnlyList<Interval> Intervals, IReadOnlyList<IntervalGroup> Groups, Instant? KeptFrom, Completeness Completeness);

/// <summary>
/// Reads values by intervals: those of closed hours and days from the archive, beside the board's loop, and the others from the rows, in
/// pieces that hold the loop up for a moment only. Safe for several threads.
/// </summary>
public sealed class BoardIntervals
{
    // About ten megabytes of answer.
    private const int ValuesMax = 500_000;

    // A fold between two reads moves hours from the rows to the archive, so all is read again. It moves one an hour.
    private const int ReadsMax = 5;

    private readonly KpiBoard _board;
    private readonly IMetricStore _store;
    private readonly LimitSettings _limits;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    internal BoardIntervals(KpiBoard board, IMetricStore store, LimitSettings limits, TimeProvider time, ILogger log)
        => (_board, _store, _limits, _time, _log) = (board, store, limits, time, log);

    /// <summary>Reads the values.</summary>
    /// <param name="selector">Its window is of no account.</param>
    /// <param name="intervals">At least one; each begins where the one before ends, the last at or before now.</param>
    /// <param name="unit">Length of the intervals, by the clock of the tenant's zone.</param>
    /// <exception cref="TooManyGroupsException">The selector makes more groups than allowed for this number of intervals.</exception>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public async Task<IntervalValues> ReadAsync(
        Selector selector, IReadOnlyList<Interval> intervals, IntervalUnit unit, CancellationToken cancellationToken)
    {
        for (var reads = 1; ; reads++)
        {
            var now = Instant.FromDateTimeOffset(_time.GetUtcNow());
            var extents = await ExtentsAsync(selector, cancellationToken);
            var pages = new ArchivePages(_store, extents, unit, now, WindowSpans.OldestKept(now, selector.Kept));
            var read = new IntervalRead(selector, intervals, pages, GroupsMax(selector, intervals.Count));
            await read.ReadArchiveAsync(now, cancellationToken);
            Completeness completeness;
            do completeness = await _board.AskAsync(new BoardRequest.ReadIntervals(read), cancellationToken);
            while (!read.IsDone);
            if (reads < ReadsMax && !extents.SequenceEqual(await ExtentsAsync(selector, cancellationToken))) continue;
            if (read.Defect is { } defect) EngineLog.FormulaDefect(_log, selector.Key, defect);
            Instant? keptFrom = intervals[0].From < pages.KeptFrom ? new Instant(pages.KeptFrom * 1000L) : null;
            return new IntervalValues(read.AsOf, intervals, read.Groups(), keptFrom, completeness);
        }
    }

    private int GroupsMax(Selector selector, int intervals)
        => Math.Min(_limits.Of(selector.Tenant).GroupsMax, Math.Max(1, ValuesMax / (intervals * selector.Columns.Count)));

    private async Task<List<ArchiveExtent>> ExtentsAsync(Selector selector, CancellationToken cancellationToken)
    {
        var extents = new List<ArchiveExtent>();
        for (var shard = 0; shard < _store.ShardCount; shard++)
        {
            extents.AddRange((await _store.Archive.ReadExtentsAsync(shard, cancellationToken))
                .Where(extent => selector.SelectsSource(extent.Source)));
        }
        return [.. extents.OrderBy(extent => extent.Source.StoredKey, StringComparer.Ordinal)];
    }
}
