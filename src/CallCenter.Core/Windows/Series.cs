namespace CallCenter.Core.Windows;

/// <summary>
/// The running total of one measure of one row at the end of each slot that it changed in. The sum over any span is the
/// difference of two totals, whatever its length. Totals that no window's edge can ask for any more are dropped, which changes no
/// other total. Used by one loop only.
/// </summary>
public sealed class Series
{
    private uint[] _slots = new uint[4];
    private long[] _totals = new long[4];
    private int _count;
    private int _thinAt = 64;

    public int Count => _count;
    public long Total => _count == 0 ? 0 : _totals[_count - 1];

    public void Add(uint slot, long value)
    {
        var last = _count - 1;
        if (last >= 0 && _slots[last] == slot)
        {
            _totals[last] += value;
            return;
        }
        if (last < 0 || _slots[last] < slot)
        {
            Insert(_count, slot, value + Total);
            return;
        }
        AddLate(slot, value);
    }

    /// <summary>The sum of all slots that start before this moment.</summary>
    public long Before(uint slot)
    {
        var i = IndexOf(slot);
        return i == 0 ? 0 : _totals[i - 1];
    }

    /// <summary>Starts of the slots from (inclusive) to (exclusive) in which anything changed.</summary>
    public ReadOnlySpan<uint> SlotsIn(uint from, uint to)
    {
        var start = IndexOf(from);
        return _slots.AsSpan(start, IndexOf(to) - start);
    }

    // Late: its own slot and every total after it are repaired.
    private void AddLate(uint slot, long value)
    {
        var i = IndexOf(slot);
        if (_slots[i] != slot) i = Insert(i, slot, i == 0 ? 0 : _totals[i - 1]);
        for (; i < _count; i++) _totals[i] += value;
    }

    /// <summary>The index that the slot has then: making room may have moved it.</summary>
    private int Insert(int at, uint slot, long total)
    {
        if (_count == _slots.Length) MakeRoom(ref at, slot);
        Array.Copy(_slots, at, _slots, at + 1, _count - at);
        Array.Copy(_totals, at, _totals, at + 1, _count - at);
        _slots[at] = slot;
        _totals[at] = total;
        _count++;
        return at;
    }

    private void MakeRoom(ref int at, uint slot)
    {
        if (_count >= _thinAt)
        {
            Thin();
            _thinAt = Math.Max(64, 2 * _count);
            at = IndexOf(slot);
            if (_count < _slots.Length) return;
        }
        Array.Resize(ref _slots, 2 * _slots.Length);
        Array.Resize(ref _totals, _slots.Length);
    }

    // Of the slots that share a wider slot of the width needed at the younger one's age, only the last keeps its total: an old total must
    // not move to a slot that a window still looks into. The newest total before the ladder's end stays: gauges stand on it.
    private void Thin()
    {
        var newest = _slots[_count - 1];
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            if (i + 1 < _count && SlotLadder.WidthAt(newest - _slots[i + 1]) is var width && _slots[i] / width == _slots[i + 1] / width) continue;
            _slots[kept] = _slots[i];
            _totals[kept++] = _totals[i];
        }
        _count = kept;
    }

    /// <summary>Index of the first slot at or after this moment. Most questions are about the newest, so the end is tried first.</summary>
    private int IndexOf(uint slot)
    {
        if (_count == 0 || _slots[_count - 1] < slot) return _count;
        var i = Array.BinarySearch(_slots, 0, _count, slot);
        return i >= 0 ? i : ~i;
    }
}
