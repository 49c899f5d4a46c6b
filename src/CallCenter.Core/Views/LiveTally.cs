using CallCenter.Core.Kpis;
using CallCenter.Core.Measures;
using CallCenter.Core.Settings;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Views;

/// <summary>What is read of the visits and contacts that are live now, one by one.</summary>
internal sealed class LiveTally(WaitTargets targets)
{
    /// <summary>Whether a number read since the last reset changes with time alone.</summary>
    public bool Moves { get; set; }

    /// <summary>The beginning of the oldest in a list, in milliseconds; null when it is empty.</summary>
    public static long? Oldest(RowSet? rows, LiveList list)
    {
        long? oldest = null;
        foreach (var row in RowsOf(rows))
        {
            if (row.OldestMs(list) is { } ms && (oldest is null || ms < oldest)) oldest = ms;
        }
        return oldest;
    }

    public static long Count(RowSet? rows, LiveList list)
    {
        long count = 0;
        foreach (var row in RowsOf(rows)) count += row.Live(list).Count;
        return count;
    }

    /// <summary>Those that are in a list for longer than a part of a threshold.</summary>
    public long Longer(RowSet? rows, LiveList list, int threshold, int percent, long nowMs)
    {
        long count = 0;
        foreach (var row in RowsOf(rows))
        {
            if (!IsAny(row, list)) continue;
            var before = nowMs - ThresholdMs(row, threshold) * percent / 100;
            if (row.OldestMs(list) >= before) continue;
            count += row.Live(list).TakeWhile(entry => entry.SinceMs < before).Count();
        }
        return count;
    }

    /// <summary>Milliseconds since the beginnings, added up.</summary>
    public long TimeOf(RowSet? rows, LiveList list, long nowMs)
    {
        Int128 sum = 0;
        foreach (var row in RowsOf(rows))
        {
            if (!IsAny(row, list)) continue;
            // A source's clock may be ahead.
            foreach (var (sinceMs, _) in row.Live(list)) sum += Math.Max(0, nowMs - sinceMs);
        }
        return (long)Int128.Min(sum, ISetReader.Max + 1);
    }

    /// <summary>Those that reached a threshold within a window.</summary>
    public long Reaching(RowSet? rows, LiveList list, int threshold, WindowSpans window)
    {
        long count = 0;
        foreach (var row in RowsOf(rows))
        {
            if (!IsAny(row, list)) continue;
            var thresholdMs = ThresholdMs(row, threshold);
            // Mostly none has: no need to go through them.
            if (row.OldestMs(list) + thresholdMs >= window.Now.UnixMs) continue;
            foreach (var span in window.Of(row)) count += CountReaching(row.Live(list), thresholdMs, span);
        }
        return count;
    }

    private static List<RowHistory> RowsOf(RowSet? rows) => rows?.Live ?? [];

    private bool IsAny(RowHistory row, LiveList list)
    {
        if (row.OldestMs(list) is null) return false;
        Moves = true;
        return true;
    }

    private long ThresholdMs(RowHistory row, int threshold)
    {
        var time = threshold == KpiArguments.OwnThreshold
            ? targets.Of(row.Key.Queue, row.Key.Channel).Threshold
            : WaitThresholds.At(threshold);
        return (long)time.TotalMilliseconds;
    }

    private static long CountReaching(IEnumerable<(long SinceMs, int)> live, long thresholdMs, WindowEdges span)
    {
        long count = 0;
        foreach (var (sinceMs, _) in live)
        {
            var reachedMs = sinceMs + thresholdMs;
            if (reachedMs >= span.End.UnixMs) break;
            if (reachedMs >= span.Start.UnixMs) count++;
        }
        return count;
    }
}
