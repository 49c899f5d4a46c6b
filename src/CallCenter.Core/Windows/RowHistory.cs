using CallCenter.Core.Identity;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Windows;

/// <summary>All measures of one row over time, and what is live of it now, one by one. Used by one loop only.</summary>
/// <param name="arena">Where its totals are kept, with those of other rows that the same loop uses.</param>
public sealed class RowHistory(SourceId source, RowKey key, SeriesArena arena)
{
    private static readonly int ListCount = Enum.GetValues<LiveList>().Length;

    private SeriesList _measures = new(); // All but the buckets of histograms.
    private BucketHistory? _buckets;
    private SortedSet<(long SinceMs, int Handle)>?[]? _live; // By list; most rows have nothing in any.
    private int _liveCount;

    public SourceId Source { get; } = source;
    public RowKey Key { get; } = key;

    /// <summary>Of the source's agents; null: none are known.</summary>
    public ILogins? Logins { get; init; }

    /// <summary>Number in the <see cref="WatchedRows"/> that have it.</summary>
    internal int Place { get; set; }

    /// <summary>Those in a list, oldest first, each with its beginning.</summary>
    public IReadOnlyCollection<(long SinceMs, int Handle)> Live(LiveList list) => _live?[(int)list] is { } live ? live : [];

    /// <summary>Whether anything is in any list.</summary>
    internal bool IsLive => _liveCount > 0;

    /// <summary>The beginning of the oldest in a list.</summary>
    public long? OldestMs(LiveList list) => _live?[(int)list] is { Count: > 0 } live ? live.Min.SinceMs : null;

    /// <summary>How many measures changed ever; a gauge is one.</summary>
    public int MeasureCount => _measures.Count + BucketCount;

    /// <summary>A gauge by its number. Ascending.</summary>
    public Measure MeasureAt(int index) => SeriesAt(index).Measure;

    /// <summary>Adds a delta of a slot that starts here, of any width.</summary>
    public void Add(uint slot, Measure measure, long value)
    {
        if (slot > NewestSlot) NewestSlot = slot;
        if (measure.IsBucket()) (_buckets ??= new BucketHistory(arena)).Add(slot, measure, value);
        else _measures.Of(measure.WhoseSeries()).AddDelta(arena, slot, measure, value);
    }

    /// <summary>Copies a measure's totals as they were stored.</summary>
    /// <param name="from">Where they are.</param>
    public void Restore(Series series, SeriesArena from)
    {
        NewestSlot = Math.Max(NewestSlot, series.NewestSlot(from));
        ref var list = ref series.Measure.IsBucket() ? ref (_buckets ??= new BucketHistory(arena)).Series : ref _measures;
        list.Of(series.Measure) = series.Copy(from, arena);
    }

    /// <summary>Frees the memory of a row that is not used any more.</summary>
    public void Free()
    {
        for (var i = MeasureCount - 1; i >= 0; i--) SeriesAt(i).Free(arena);
        (_measures, _buckets, _live, _liveCount) = (new SeriesList(), null, null, 0);
    }

    /// <summary>The newest slot with any change ever; 0 without one. Kept, since a session that opens reads it of all rows.</summary>
    public uint NewestSlot { get; private set; }

    /// <summary>A visit or contact of this row came to a list, or left it.</summary>
    public void Apply(ListChange change)
    {
        var lists = _live ??= new SortedSet<(long, int)>?[ListCount];
        ref var live = ref lists[(int)change.Entry.List];
        var entry = (change.Entry.Since.UnixMs, change.Handle);
        if (change.IsIn ? (live ??= []).Add(entry) : live?.Remove(entry) ?? false) _liveCount += change.IsIn ? 1 : -1;
    }

    /// <summary>Starts of the slots from (inclusive) to (exclusive) in which a measure, a gauge by its number, changed.</summary>
    public ReadOnlySpan<uint> SlotsIn(Measure measure, uint from, uint to)
        => IndexOf(measure) is >= 0 and var i ? SeriesAt(i).SlotsIn(arena, from, to) : [];

    public long Between(Measure measure, uint from, uint to)
    {
        if (IndexOf(measure) is not (>= 0 and var i)) return 0;
        ref readonly var series = ref SeriesAt(i);
        return series.Before(arena, to) - series.Before(arena, from);
    }

    /// <summary>How many of the first measures by <see cref="MeasureAt"/> are of no histogram.</summary>
    internal int PlainCount => _measures.Count;

    /// <summary>The measure of no histogram at an index.</summary>
    internal Measure PlainAt(int index) => _measures[index].Measure;

    /// <summary>The change of a measure of no histogram between two slots, a gauge's with its moments, and the next slot.</summary>
    internal SeriesStretch StretchAt(int index, uint from, uint to) => _measures[index].StretchBetween(arena, from, to);

    /// <summary>The changes of a measure of no histogram before a slot and from it on.</summary>
    internal (SeriesStretch Before, SeriesStretch From) SplitAt(int index, uint slot) => _measures[index].SplitAt(arena, slot);

    /// <summary>The first slot at or after this moment in which a histogram changed; <see cref="uint.MaxValue"/> without one.</summary>
    internal uint NextSlotOf(Measure histogram, uint from)
    {
        var next = uint.MaxValue;
        if (_buckets is null) return next;
        ref var buckets = ref _buckets.Series;
        var first = buckets.IndexOf(histogram);
        for (var i = first < 0 ? ~first : first; i < buckets.Count && buckets[i].Measure < histogram + HistogramBuckets.Count; i++)
            next = Math.Min(next, buckets[i].StretchBetween(arena, from, from).Next);
        return next;
    }

    /// <summary>Adds the counts of a histogram between two slots to others, by bucket.</summary>
    /// <param name="counts">As many as there are buckets.</param>
    public void AddBuckets(Measure histogram, uint from, uint to, Span<long> counts)
    {
        if (_buckets is null) return;
        ref var buckets = ref _buckets.Series;
        var first = buckets.IndexOf(histogram);
        for (var i = first < 0 ? ~first : first; i < buckets.Count; i++)
        {
            ref readonly var series = ref buckets[i];
            var bucket = (int)series.Measure - (int)histogram;
            if (bucket >= counts.Length) return;
            counts[bucket] += series.Before(arena, to) - series.Before(arena, from);
        }
    }

    /// <summary>The number in a gauge's state before this moment.</summary>
    public long NumberAt(Gauge gauge, uint slot)
        => _measures.IndexOf(gauge.Number()) is >= 0 and var i ? _measures[i].Before(arena, slot) : 0;

    /// <summary>Milliseconds spent in a gauge's state within a window, what is still going on at the end included.</summary>
    public long TimeBetween(Gauge gauge, WindowEdges edges)
    {
        if (_measures.IndexOf(gauge.Number()) is not (>= 0 and var i)) return 0;
        ref readonly var series = ref _measures[i];
        var untilStart = edges.Start.UnixMs * series.Before(arena, edges.From) - series.MomentsBefore(arena, edges.From);
        var untilEnd = edges.End.UnixMs * series.Before(arena, edges.PastEnd) - series.MomentsBefore(arena, edges.PastEnd);
        return untilEnd - untilStart;
    }

    /// <summary>Milliseconds since the beginning of those in a gauge's state, added up; of one whose moments are the beginnings.</summary>
    public long AgesAt(Gauge gauge, Instant now)
    {
        if (_measures.IndexOf(gauge.Number()) is not (>= 0 and var i)) return 0;
        ref readonly var series = ref _measures[i];
        return now.UnixMs * series.Before(arena, uint.MaxValue) - series.MomentsBefore(arena, uint.MaxValue);
    }

    /// <summary>A gauge's moments between two slots, relative to the first.</summary>
    public long MomentsBetween(Measure number, uint from, uint to)
    {
        if (_measures.IndexOf(number) is not (>= 0 and var i)) return 0;
        ref readonly var series = ref _measures[i];
        var absolute = series.MomentsBefore(arena, to) - series.MomentsBefore(arena, from);
        return absolute - (series.Before(arena, to) - series.Before(arena, from)) * from * 1000L;
    }

    private int BucketCount => _buckets?.Series.Count ?? 0;

    // Of all measures, and so of buckets after the others, as their ids are.
    private int IndexOf(Measure measure)
    {
        if (!measure.IsBucket()) return _measures.IndexOf(measure);
        return _buckets?.Series.IndexOf(measure) is >= 0 and var i ? _measures.Count + i : -1;
    }

    private ref Series SeriesAt(int index)
    {
        if (index < _measures.Count) return ref _measures[index];
        return ref _buckets!.Series[index - _measures.Count];
    }
}
