using CallCenter.Core.Measures;

namespace CallCenter.Core.Windows;

/// <summary>
/// The running total of one measure of one row at the end of each slot that it changed in; for a gauge, of its number and its moments,
/// which
/// change together. The sum over any span is the difference of two totals, whatever its length. Totals that no window's edge can ask for
/// any more are dropped, which changes no other total. Used by one loop only.
/// </summary>
public sealed class Series
{
    private uint[] _slots = new uint[4];
    private long[] _totals = new long[4];
    private long[]? _moments;
    private int _count;
    private int _thinAt = 64;

    public Series(bool isGauge) => _moments = isGauge ? new long[4] : null;

    private Series(Series other)
    {
        // A quarter more than is needed, so that not all series of a node grow with the first slot after a start.
        var room = other._count + Math.Max(4, other._count / 4);
        _count = other._count;
        _slots = Copy(other._slots, _count, room);
        _totals = Copy(other._totals, _count, room);
        if (other._moments is not null) _moments = Copy(other._moments, _count, room);
        _thinAt = Math.Max(64, room);
    }

    public int Count => _count;

    /// <summary>The same totals, in no more room than they need.</summary>
    public Series Copy() => new(this);

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
        if (last >= 0 && slot > _slots[last] && _count < _slots.Length)
        {
            _slots[_count] = slot;
            _totals[_count] = _totals[last] + value;
            if (_moments is not null) _moments[_count] = _moments[last] + moments;
            _count++;
            return;
        }
        for (var i = last >= 0 && _slots[last] == slot ? last : SlotFor(slot); i < _count; i++)
        {
            _totals[i] += value;
            if (_moments is not null) _moments[i] += moments;
        }
    }

    /// <summary>The sum of all slots that start before this moment.</summary>
    public long Before(uint slot)
    {
        var i = IndexOf(slot);
        return i == 0 ? 0 : _totals[i - 1];
    }

    /// <summary>The sum of a gauge's moments in all slots that start before this moment.</summary>
    public long MomentsBefore(uint slot)
    {
        var i = IndexOf(slot);
        return i == 0 ? 0 : _moments![i - 1];
    }

    /// <summary>Starts of the slots from (inclusive) to (exclusive) in which anything changed.</summary>
    public ReadOnlySpan<uint> SlotsIn(uint from, uint to)
    {
        var start = IndexOf(from);
        return _slots.AsSpan(start, IndexOf(to) - start);
    }

    // Index of the slot, made with the totals before it when it is not there. A late one is followed by others, which are repaired too.
    private int SlotFor(uint slot)
    {
        var i = IndexOf(slot);
        if (i < _count && _slots[i] == slot) return i;
        if (_count == _slots.Length) i = MakeRoom(slot);
        Array.Copy(_slots, i, _slots, i + 1, _count - i);
        Array.Copy(_totals, i, _totals, i + 1, _count - i);
        if (_moments is not null) Array.Copy(_moments, i, _moments, i + 1, _count - i);
        _slots[i] = slot;
        _totals[i] = i == 0 ? 0 : _totals[i - 1];
        if (_moments is not null) _moments[i] = i == 0 ? 0 : _moments[i - 1];
        _count++;
        return i;
    }

    private int MakeRoom(uint slot)
    {
        if (_count >= _thinAt)
        {
            Thin();
            _thinAt = Math.Max(64, 2 * _count);
        }
        if (_count == _slots.Length)
        {
            Array.Resize(ref _slots, 2 * _count);
            Array.Resize(ref _totals, 2 * _count);
            if (_moments is not null) Array.Resize(ref _moments, 2 * _count);
        }
        return IndexOf(slot);
    }

    // Of the slots that share a wider slot of the width needed at the younger one's age, only the last keeps its total: an old total must
    // not move to a slot that a window still looks into. The newest total before the ladder's end stays: gauges stand on it.
    private void Thin()
    {
        var newest = _slots[_count - 1];
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            if (i + 1 < _count && ShareSlot(_slots[i], _slots[i + 1], newest)) continue;
            _slots[kept] = _slots[i];
            _totals[kept] = _totals[i];
            if (_moments is not null) _moments[kept] = _moments[i];
            kept++;
        }
        _count = kept;
    }

    private static bool ShareSlot(uint older, uint younger, uint newest)
    {
        var width = SlotLadder.WidthAt(newest - younger);
        return older / width == younger / width;
    }

    // Not cleared before it is written: what lies past the count is never read.
    private static T[] Copy<T>(T[] from, int count, int room)
    {
        var copy = GC.AllocateUninitializedArray<T>(room);
        Array.Copy(from, copy, count);
        return copy;
    }

    /// <summary>Index of the first slot at or after this moment. Most questions are about the newest, so the end is tried first.</summary>
    private int IndexOf(uint slot)
    {
        if (_count == 0 || _slots[_count - 1] < slot) return _count;
        var i = Array.BinarySearch(_slots, 0, _count, slot);
        return i >= 0 ? i : ~i;
    }
}
