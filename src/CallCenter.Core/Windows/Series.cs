using System.Runtime.InteropServices;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Windows;

/// <summary>
/// The running total of one measure of one row at the end of each slot that it changed in; for a gauge, of its number and its moments,
/// which change together. The sum over any span is the difference of two totals, whatever its length. Totals that no window's edge can ask
/// for any more are dropped, which changes no other total. Used by one loop only; kept by value in its row, so a copy must not be added to.
/// </summary>
public struct Series
{
    private const int ThinAtLeast = 64;

    private readonly bool _isGauge;

    // Slots, then totals, then a gauge's moments, all in one array: a node has millions of series, most of them of a few slots, and the
    // collector's work goes by objects. As an object with three arrays a full collection took four times as long (the load benchmark).
    private uint[] _room;
    private int _capacity;
    private int _count;
    private int _thinAt = ThinAtLeast;

    public Series(bool isGauge) : this(isGauge, 2) { }

    private Series(bool isGauge, int capacity)
    {
        // Even, so that the totals are aligned. Not cleared: what lies past the count is never read.
        (_isGauge, _capacity) = (isGauge, capacity + capacity % 2);
        _room = GC.AllocateUninitializedArray<uint>(_capacity * (isGauge ? 5 : 3));
    }

    private readonly Span<uint> Slots => _room.AsSpan(0, _capacity);
    private readonly Span<long> Totals => MemoryMarshal.Cast<uint, long>(_room.AsSpan(_capacity, 2 * _capacity));
    private readonly Span<long> Moments => MemoryMarshal.Cast<uint, long>(_room.AsSpan(3 * _capacity));

    public readonly int Count => _count;

    /// <summary>The same totals, in little more room than they need.</summary>
    public readonly Series Copy()
    {
        // A quarter more, so that not all series of a node grow with the first slot after a start.
        var copy = Resized(_count + Math.Max(4, _count / 4));
        copy._thinAt = Math.Max(ThinAtLeast, copy._capacity);
        return copy;
    }

    /// <summary>Forgets everything and keeps the room.</summary>
    public void Clear() => _count = 0;

    /// <summary>Adds a delta of a measure that is kept here.</summary>
    public void AddDelta(uint slot, Measure measure, long value)
    {
        // A gauge's moments are stored relative to their slot; here they are absolute, so that they can be subtracted.
        if (!measure.IsGauge()) Add(slot, value, 0);
        else if (measure.IsGaugeNumber()) Add(slot, value, value * slot * 1000L);
        else Add(slot, 0, value);
    }

    /// <param name="moments">Absolute, for a gauge; else 0.</param>
    public void Add(uint slot, long value, long moments)
    {
        var last = _count - 1;
        // Slots come in the order of time but for a few: those need no search and move nothing. Without this a start takes 1.3 times
        // the CPU (the load benchmark, dense).
        if (last >= 0 && slot > Slots[last] && _count < _capacity)
        {
            Slots[_count] = slot;
            Totals[_count] = Totals[last] + value;
            if (_isGauge) Moments[_count] = Moments[last] + moments;
            _count++;
            return;
        }
        for (var i = last >= 0 && Slots[last] == slot ? last : SlotFor(slot); i < _count; i++)
        {
            Totals[i] += value;
            if (_isGauge) Moments[i] += moments;
        }
    }

    /// <summary>The sum of all slots that start before this moment.</summary>
    public readonly long Before(uint slot)
    {
        var i = IndexOf(slot);
        return i == 0 ? 0 : Totals[i - 1];
    }

    /// <summary>The sum of a gauge's moments in all slots that start before this moment.</summary>
    public readonly long MomentsBefore(uint slot)
    {
        var i = IndexOf(slot);
        return i == 0 ? 0 : Moments[i - 1];
    }

    /// <summary>Starts of the slots from (inclusive) to (exclusive) in which anything changed.</summary>
    public readonly ReadOnlySpan<uint> SlotsIn(uint from, uint to)
    {
        var start = IndexOf(from);
        return Slots[start..IndexOf(to)];
    }

    // Index of the slot, made with the totals before it when it is not there. A late one is followed by others, which are repaired too.
    private int SlotFor(uint slot)
    {
        var i = IndexOf(slot);
        if (i < _count && Slots[i] == slot) return i;
        if (_count == _capacity) i = MakeRoom(slot);
        MoveUp(Slots, i);
        MoveUp(Totals, i);
        Slots[i] = slot;
        Totals[i] = i == 0 ? 0 : Totals[i - 1];
        if (_isGauge)
        {
            MoveUp(Moments, i);
            Moments[i] = i == 0 ? 0 : Moments[i - 1];
        }
        _count++;
        return i;
    }

    private readonly void MoveUp<T>(Span<T> values, int from) => values[from.._count].CopyTo(values[(from + 1)..]);

    private int MakeRoom(uint slot)
    {
        if (_count >= _thinAt)
        {
            Thin();
            _thinAt = Math.Max(ThinAtLeast, 2 * _count);
        }
        if (_count == _capacity) this = Resized(2 * _capacity);
        return IndexOf(slot);
    }

    private readonly Series Resized(int capacity)
    {
        var other = new Series(_isGauge, capacity) { _count = _count, _thinAt = _thinAt };
        Slots[.._count].CopyTo(other.Slots);
        Totals[.._count].CopyTo(other.Totals);
        if (_isGauge) Moments[.._count].CopyTo(other.Moments);
        return other;
    }

    // Of the slots that share a wider slot of the width needed at the younger one's age, only the last keeps its total: an old total must
    // not move to a slot that a window still looks into. The newest total before the ladder's end stays: gauges stand on it.
    private void Thin()
    {
        var newest = Slots[_count - 1];
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            if (i + 1 < _count && ShareSlot(Slots[i], Slots[i + 1], newest)) continue;
            Slots[kept] = Slots[i];
            Totals[kept] = Totals[i];
            if (_isGauge) Moments[kept] = Moments[i];
            kept++;
        }
        _count = kept;
    }

    private static bool ShareSlot(uint older, uint younger, uint newest)
    {
        var width = SlotLadder.WidthAt(newest - younger);
        return older / width == younger / width;
    }

    /// <summary>Index of the first slot at or after this moment. Most questions are about the newest, so the end is tried first.</summary>
    private readonly int IndexOf(uint slot)
    {
        if (_count == 0 || Slots[_count - 1] < slot) return _count;
        var i = Slots[.._count].BinarySearch(slot);
        return i >= 0 ? i : ~i;
    }
}
