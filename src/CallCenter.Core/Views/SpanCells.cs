using System.Runtime.InteropServices;
using CallCenter.Core.Identity;
using CallCenter.Core.Measures;
using CallCenter.Core.Storage;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Views;

/// <summary>
/// Counts of sets of rows over one span that is over or runs now, added up from archive blocks and from rows, each for its part of the
/// span. Used by one thread at a time.
/// </summary>
/// <param name="measures">Those that are read.</param>
/// <param name="kinds">Kinds of the selected rows.</param>
internal sealed class SpanCells(Grouping grouping, IReadOnlySet<RowKind> kinds, IReadOnlyCollection<Measure> measures)
    : ISetReader, IArchiveReader
{
    private const int AtStartOfSpan = 0, AtEndOfSpan = 1, Ms = 2, GaugeLength = 3;

    private readonly CellLayout _additive = LayoutOf(measures, ofAgents: false);
    private readonly CellLayout _ofAgents = LayoutOf(measures, ofAgents: true);
    private readonly HashSet<Measure> _histograms = [.. measures.Where(measure => measure.IsBucket())];
    private readonly Dictionary<(SourceId, RowKey), RowSet?> _sets = [];
    private readonly Dictionary<(int Set, Measure Bucket), long> _buckets = [];
    private readonly Dictionary<(int Set, Measure Gauge, uint Day), long> _days = [];
    private long[]?[] _cells = []; // By set.
    private WindowEdges _span;
    private IReadOnlyList<(Instant Start, Instant End)> _daysOfSpan = [];

    // Of the block that is read, and of its row.
    private SourceId _source;
    private uint _day;
    private (bool IsFirst, bool IsLast) _place;
    private RowSet? _set;

    public bool ReadsBuckets => _histograms.Count > 0;

    /// <summary>Forgets all counts.</summary>
    /// <param name="days">The days that the span touches.</param>
    public void Begin(WindowEdges span, IReadOnlyList<(Instant Start, Instant End)> days)
    {
        (_span, _daysOfSpan) = (span, days);
        foreach (var cells in _cells) cells.AsSpan().Clear();
        _buckets.Clear();
        _days.Clear();
    }

    /// <summary>Adds a block that lies within the span, and within a day of it.</summary>
    public void Add(ArchiveBlock block)
    {
        var (start, end) = ArchiveCodec.SpanOf(block.Bytes.Span);
        (_source, _place) = (block.Source, (start == _span.From, end == _span.PastEnd));
        _day = DayOf(start);
        ArchiveCodec.Read(block.Bytes.Span, this);
    }

    /// <summary>Adds the counts of a row from a moment on, until the span's end.</summary>
    public void Add(RowHistory row, RowSet set, uint from)
    {
        var (cells, layout) = (CellsOf(set), LayoutOf(set));
        var part = _span with { From = from };
        for (var i = 0; i < row.PlainCount; i++)
        {
            var measure = row.PlainAt(i);
            var at = layout.OffsetOf(measure);
            if (at < 0) continue;
            if (!measure.IsGauge())
            {
                cells[at] += row.Between(measure, part.From, part.To);
                continue;
            }
            var gauge = (Gauge)measure;
            if (from == _span.From) cells[at + AtStartOfSpan] += row.NumberAt(gauge, part.From);
            cells[at + AtEndOfSpan] += row.NumberAt(gauge, part.To);
            cells[at + Ms] += row.TimeBetween(gauge, part);
            AddDays(row, set, gauge, part);
        }
        for (var i = row.PlainCount; ReadsBuckets && i < row.MeasureCount; i++)
        {
            if (row.MeasureAt(i) is var bucket && IsRead(bucket)) AddBucket(set, bucket, row.Between(bucket, part.From, part.To));
        }
    }

    public long Sum(RowSet set, Measure measure) => Number(set, measure, 0);

    public long Now(RowSet set, Gauge gauge) => AtEnd(set, gauge);

    // Ages are of the present.
    public long AgesNow(RowSet set, Gauge gauge) => 0;

    public long AtStart(RowSet set, Gauge gauge) => Number(set, gauge.Number(), AtStartOfSpan);

    public long AtEnd(RowSet set, Gauge gauge) => Number(set, gauge.Number(), AtEndOfSpan);

    public long TimeIn(RowSet set, Gauge gauge) => Number(set, gauge.Number(), Ms);

    public long TimeOn(RowSet set, Gauge[] states, (Instant Start, Instant End) day)
    {
        long sum = 0;
        foreach (var state in states)
        {
            sum += _daysOfSpan.Count > 1
                ? _days.GetValueOrDefault((set.Number, state.Number(), DayOf((uint)day.Start.UnixSeconds)))
                : TimeIn(set, state);
        }
        return sum;
    }

    public void AddBuckets(RowSet set, Measure histogram, Span<long> counts)
    {
        foreach (var ((of, bucket), count) in _buckets)
        {
            var index = (int)bucket - (int)histogram;
            if (of == set.Number && index >= 0 && index < counts.Length) counts[index] += count;
        }
    }

    bool IArchiveReader.Reads(RowKind kind) => kinds.Contains(kind);

    bool IArchiveReader.Begin(RowKey key)
    {
        if (!_sets.TryGetValue((_source, key), out _set)) _sets.Add((_source, key), _set = grouping.FindSet(_source, key));
        return _set is not null;
    }

    void IArchiveReader.Add(Measure measure, long value)
    {
        if (measure.IsBucket())
        {
            if (IsRead(measure)) AddBucket(_set!, measure, value);
        }
        else if (LayoutOf(_set!).OffsetOf(measure) is >= 0 and var at)
        {
            CellsOf(_set!)[at] += value;
        }
    }

    void IArchiveReader.Add(Measure gauge, StateInSpan state)
    {
        if (LayoutOf(_set!).OffsetOf(gauge) is not (>= 0 and var at)) return;
        var cells = CellsOf(_set!);
        if (_place.IsFirst) cells[at + AtStartOfSpan] += state.AtStart;
        if (_place.IsLast) cells[at + AtEndOfSpan] += state.AtEnd;
        cells[at + Ms] += state.Ms;
        if (_daysOfSpan.Count > 1) AddDay(_set!, gauge, _day, state.Ms);
    }

    private static CellLayout LayoutOf(IReadOnlyCollection<Measure> measures, bool ofAgents) => new(
        measures.Where(measure => !measure.IsBucket() && (MeasureTable.Of(measure).Of == RowKind.Agent) == ofAgents), GaugeLength);

    private CellLayout LayoutOf(RowSet set) => set.Agent is null ? _additive : _ofAgents;

    private long[] CellsOf(RowSet set)
    {
        if (_cells.Length <= set.Number) Array.Resize(ref _cells, Math.Max(grouping.SetsEnd, 2 * _cells.Length));
        return _cells[set.Number] ??= new long[LayoutOf(set).Length];
    }

    private long Number(RowSet set, Measure measure, int number)
        => set.Number < _cells.Length && _cells[set.Number] is { } cells ? cells[LayoutOf(set).OffsetOf(measure) + number] : 0;

    private bool IsRead(Measure bucket) => _histograms.Contains(MeasureTable.Of(bucket).Id);

    private void AddBucket(RowSet set, Measure bucket, long count)
        => CollectionsMarshal.GetValueRefOrAddDefault(_buckets, (set.Number, bucket), out _) += count;

    private void AddDays(RowHistory row, RowSet set, Gauge gauge, WindowEdges part)
    {
        if (_daysOfSpan.Count <= 1) return;
        foreach (var day in _daysOfSpan)
        {
            if (LocalDays.Within(part, day) is { } within)
                AddDay(set, gauge.Number(), (uint)day.Start.UnixSeconds, row.TimeBetween(gauge, within));
        }
    }

    private void AddDay(RowSet set, Measure gauge, uint day, long ms)
    {
        if (ms != 0) CollectionsMarshal.GetValueRefOrAddDefault(_days, (set.Number, gauge, day), out _) += ms;
    }

    private uint DayOf(uint at)
    {
        for (var i = _daysOfSpan.Count - 1; i > 0; i--)
        {
            if (_daysOfSpan[i].Start.UnixSeconds <= at) return (uint)_daysOfSpan[i].Start.UnixSeconds;
        }
        return _daysOfSpan.Count > 0 ? (uint)_daysOfSpan[0].Start.UnixSeconds : 0;
    }
}
