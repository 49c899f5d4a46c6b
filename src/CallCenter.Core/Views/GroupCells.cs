using CallCenter.Core.Identity;
using CallCenter.Core.Measures;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Views;

/// <summary>
/// Running counts of each set of rows over a window that ends now: a change of a row adds to them, and the window's start subtracts the
/// slots that it passes. The cost follows the changes, not the selected rows. Used by one loop only.
/// </summary>
/// <remarks>Each row is in a queue by the first slot in the window that it has counts in: the window's start finds the rows that it passes
/// without a look at the others.</remarks>
internal sealed class GroupCells : ISetReader
{
    private readonly Grouping _grouping;
    private readonly CellLayout _additive;
    private readonly CellLayout _ofAgents;
    private readonly Measure[] _histograms;
    private readonly PriorityQueue<int, uint> _leaving = new();
    private readonly AheadGauges _ahead = new();
    private long[]?[] _cells = []; // By set.
    private readonly List<ViewGroup> _changed = [];
    private bool[] _isChanged = []; // By group.
    private uint[] _queuedAt = []; // By place: the slot that the row is queued by; 0: it is not.
    private WindowEdges _edges;
    private Instant _now;
    private long _position;
    private bool _isAttached;
    private bool _isKept;

    /// <param name="measures">Those that are read, with the families and histograms of which any is.</param>
    public GroupCells(Grouping grouping, IReadOnlyCollection<Measure> measures)
    {
        _grouping = grouping;
        var cells = measures.Where(measure => !measure.IsBucket()).ToLookup(measure => MeasureTable.Of(measure).Of == RowKind.Agent);
        (_additive, _ofAgents) = (new CellLayout(cells[false]), new CellLayout(cells[true]));
        _histograms = [.. measures.Where(measure => measure.IsBucket())];
    }

    /// <summary>Whether a number read since the last reset changes with time alone.</summary>
    public bool Moves { get; set; }

    /// <summary>Brings all up to a window that ends now.</summary>
    /// <returns>False: some number is out of range, and the rows themselves must be read.</returns>
    public bool MoveTo(WindowEdges edges, Instant now)
    {
        CatchUp();
        // A clock that was set back.
        if (!_isKept || edges.From < _edges.From || edges.End < _edges.End) return TryReadAll(edges, now);
        if (edges.From > _edges.From) Pass(edges.From);
        (_edges, _now) = (edges, now);
        _ahead.MoveTo(edges.PastEnd);
        return _isKept || TryReadAll(edges, now);
    }

    /// <summary>Forgets all counts, which the next window reads anew.</summary>
    public void Drop()
    {
        if (_isAttached) _grouping.Detach(this);
        _isAttached = _isKept = false;
    }

    /// <summary>The groups changed since the last reset, each once.</summary>
    public IReadOnlyList<ViewGroup> Changed => _changed;

    public bool IsChanged(ViewGroup group) => _isChanged[group.Number];

    public void ResetChanged()
    {
        foreach (var group in _changed) _isChanged[group.Number] = false;
        _changed.Clear();
    }

    public void Add(RowHistory row, RowSet set)
    {
        if (!_isKept) return;
        Grow();
        Read(row, set, sign: 1);
    }

    public void Remove(RowHistory row, RowSet set)
    {
        // The row has changes that are not in the cells yet.
        CatchUp();
        if (!_isKept) return;
        Read(row, set, sign: -1);
        _queuedAt[row.Place] = 0;
    }

    public void Forget(RowSet set)
    {
        if (set.Number < _cells.Length) _cells[set.Number] = null;
        _ahead.Forget(set);
    }

    public long Sum(RowSet set, Measure measure) => CellsOf(set) is { } cells ? cells[OffsetOf(set, measure)] : 0;

    public long Now(RowSet set, Gauge gauge) => CellsOf(set) is { } cells ? cells[OffsetOf(set, gauge.Number())] : 0;

    // The window ends now.
    public long AtEnd(RowSet set, Gauge gauge) => Now(set, gauge);

    public long AtStart(RowSet set, Gauge gauge)
        => CellsOf(set) is { } cells ? cells[OffsetOf(set, gauge.Number()) + CellLayout.AtStart] : 0;

    public long AgesNow(RowSet set, Gauge gauge)
    {
        if (CellsOf(set) is not { } cells) return 0;
        var at = OffsetOf(set, gauge.Number());
        Moves |= cells[at] != 0;
        return _now.UnixMs * cells[at] - cells[at + CellLayout.Moments];
    }

    public long TimeIn(RowSet set, Gauge gauge)
    {
        if (CellsOf(set) is not { } cells) return 0;
        var at = OffsetOf(set, gauge.Number());
        var (aheadNumber, aheadMoments) = _ahead.Of(set, gauge);
        var (start, end) = (cells[at + CellLayout.AtStart], cells[at] - aheadNumber);
        Moves |= end != 0 || start != 0 || aheadNumber != 0;
        return _edges.End.UnixMs * end - (cells[at + CellLayout.Moments] - aheadMoments)
            - (_edges.Start.UnixMs * start - cells[at + CellLayout.AtStart + CellLayout.Moments]);
    }

    public long TimeOn(RowSet set, Gauge[] states, (Instant Start, Instant End) day)
        => set.Rows.Sum(row => RowReader.TimeOn(row, states, _edges, day));

    public void AddBuckets(RowSet set, Measure histogram, Span<long> counts)
    {
        foreach (var row in set.Rows) row.AddBuckets(histogram, _edges.From, _edges.To, counts);
    }

    private long[]? CellsOf(RowSet set) => _cells[set.Number];

    private CellLayout LayoutOf(RowSet set) => set.Agent is null ? _additive : _ofAgents;

    private int OffsetOf(RowSet set, Measure measure)
        => LayoutOf(set).OffsetOf(measure) is >= 0 and var at
            ? at : throw new InvalidOperationException($"a term reads {measure}, which is not among its measures");

    private bool TryReadAll(WindowEdges edges, Instant now)
    {
        if (!_isAttached) _grouping.Attach(this);
        _isAttached = true;
        Array.Clear(_cells);
        Array.Clear(_queuedAt);
        ResetChanged();
        _leaving.Clear();
        _ahead.Clear();
        (_edges, _now, _position, _isKept) = (edges, now, _grouping.Rows.End, true);
        Grow();
        foreach (var group in _grouping.Groups)
        {
            Change(group);
            foreach (var set in group.Sets)
            {
                foreach (var row in set.Rows) Read(row, set, sign: 1);
            }
        }
        _ahead.MoveTo(edges.PastEnd);
        return _isKept;
    }

    // Adds a whole row, or takes it away.
    private void Read(RowHistory row, RowSet set, int sign)
    {
        Change(set.Group);
        if (row.MeasureCount == 0) return;
        var (layout, next) = (LayoutOf(set), uint.MaxValue);
        var cells = _cells[set.Number] ??= new long[layout.Length];
        for (var i = 0; i < row.PlainCount; i++)
        {
            var at = layout.OffsetOf(row.PlainAt(i));
            if (at < 0) continue;
            var (before, within) = row.SplitAt(i, _edges.From);
            next = Math.Min(next, before.Next);
            if (!row.PlainAt(i).IsGauge())
            {
                Add(ref cells[at], sign * within.Number);
                continue;
            }
            cells[at] += sign * (before.Number + within.Number);
            cells[at + CellLayout.Moments] += sign * (before.Moments + within.Moments);
            AddAtStart(cells, at, sign * before.Number, sign * before.Moments);
            _ahead.Read(row, i, set, _edges.PastEnd, sign);
        }
        if (sign > 0) Queue(row, NextOfHistograms(row, next));
    }

    private void CatchUp()
    {
        if (!_grouping.Rows.HasSince(_position)) _isKept = false;
        for (; _isKept && _position < _grouping.Rows.End; _position++) Apply(_grouping.Rows.ChangeAt(_position));
    }

    private void Apply(in RowChange change)
    {
        if (_grouping.SetOf(change.Place) is not { } set) return;
        if (change.Measure is not { } measure)
        {
            Change(set.Group);
            return;
        }
        var layout = LayoutOf(set);
        var at = layout.OffsetOf(measure.WhoseSeries());
        if (at < 0 && !(measure.IsBucket() && _histograms.Length > 0)) return;
        Change(set.Group);
        if (at >= 0) Apply(_cells[set.Number] ??= new long[layout.Length], at, set, change, measure);
        if (change.Slot >= _edges.From) Queue(_grouping.Rows.At(change.Place), change.Slot);
    }

    private void Apply(long[] cells, int at, RowSet set, in RowChange change, Measure measure)
    {
        if (!measure.IsGauge())
        {
            if (change.Slot >= _edges.From) Add(ref cells[at], change.Value);
            return;
        }
        var (number, moments) = Series.PartsOf(change.Slot, measure, change.Value);
        cells[at] += number;
        cells[at + CellLayout.Moments] += moments;
        if (change.Slot < _edges.From) AddAtStart(cells, at, number, moments);
        _ahead.Add(set, measure.WhoseSeries(), change.Slot, number, moments);
    }

    private void Pass(uint from)
    {
        while (_leaving.TryPeek(out var place, out var slot) && slot < from)
        {
            _leaving.Dequeue();
            if (_queuedAt[place] != slot || _grouping.SetOf(place) is not { } set) continue;
            _queuedAt[place] = 0;
            Pass(_grouping.Rows.At(place), set, from);
        }
    }

    private void Pass(RowHistory row, RowSet set, uint from)
    {
        Change(set.Group);
        var (layout, next) = (LayoutOf(set), uint.MaxValue);
        var cells = _cells[set.Number] ??= new long[layout.Length];
        for (var i = 0; i < row.PlainCount; i++)
        {
            var at = layout.OffsetOf(row.PlainAt(i));
            if (at < 0) continue;
            var passed = row.StretchAt(i, _edges.From, from);
            next = Math.Min(next, passed.Next);
            if (row.PlainAt(i).IsGauge()) AddAtStart(cells, at, passed.Number, passed.Moments);
            else Add(ref cells[at], -passed.Number);
        }
        Queue(row, NextOfHistograms(row, next, from));
    }

    private void Change(ViewGroup group)
    {
        if (_isChanged[group.Number]) return;
        _isChanged[group.Number] = true;
        _changed.Add(group);
    }

    private static void AddAtStart(long[] cells, int at, long number, long moments)
    {
        cells[at + CellLayout.AtStart] += number;
        cells[at + CellLayout.AtStart + CellLayout.Moments] += moments;
    }

    // A sum that leaves the range may wrap around later, and would then be trusted.
    private void Add(ref long sum, long value)
    {
        sum += value;
        if (sum is < -ISetReader.Max or > ISetReader.Max || value is < -ISetReader.Max or > ISetReader.Max) _isKept = false;
    }

    private uint NextOfHistograms(RowHistory row, uint next, uint? from = null)
    {
        foreach (var histogram in _histograms) next = Math.Min(next, row.NextSlotOf(histogram, from ?? _edges.From));
        return next;
    }

    private void Queue(RowHistory row, uint slot)
    {
        ref var queuedAt = ref _queuedAt[row.Place];
        if (slot == uint.MaxValue || (queuedAt != 0 && queuedAt <= slot)) return;
        queuedAt = slot;
        _leaving.Enqueue(row.Place, slot);
    }

    private void Grow()
    {
        Grow(ref _cells, _grouping.SetsEnd);
        Grow(ref _queuedAt, _grouping.Rows.PlacesEnd);
        Grow(ref _isChanged, _grouping.GroupsEnd);
    }

    private static void Grow<T>(ref T[] array, int length)
    {
        if (array.Length < length) Array.Resize(ref array, Math.Max(length, array.Length + array.Length / 2));
    }
}
