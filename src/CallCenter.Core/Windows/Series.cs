using System.Runtime.InteropServices;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Windows;

/// <summary>
/// The running total of one measure of one row at the end of each slot that it changed in; for a gauge, of its number and its moments,
/// which change together. The sum over any span is the difference of two totals, whatever its length. Totals that no window's edge can ask
/// for any more are dropped, which changes no other total. Totals wrap around at the ends of a <see cref="long"/>: a difference that fits
/// is exact, so a value of absurd size distorts the windows that hold it and no others; a saturated total would distort all later ones.
/// Used by one loop only; kept by value in its row, so a copy must not be added to.
/// </summary>
/// <remarks>The numbers are in an arena. Each call gets it, always the same one: the row knows it, and a reference would cost each series
/// eight bytes.</remarks>
/// <param name="measure">A gauge by its number.</param>
public struct Series(Measure measure)
{
    private const int ThinAtLeast = 64;

    private int _at;
    private int _capacity;
    private int _count;

    public readonly Measure Measure => measure;
    public readonly int Count => _count;

    // Kept, since each change asks.
    private readonly bool IsGauge { get; } = measure.IsGauge();

    /// <summary>The same totals in another arena, in little more room than they need.</summary>
    public readonly Series Copy(SeriesArena from, SeriesArena to)
    {
        // A little more, so that not all series of a node grow with the first slot after a start.
        var copy = new Series(measure);
        copy.Fill(BlockIn(from), _count, to, _count + 1 + _count / 8);
        return copy;
    }

    /// <summary>Forgets all totals and keeps the block.</summary>
    public void Clear() => _count = 0;

    /// <summary>Forgets all totals and frees the block.</summary>
    public void Free(SeriesArena arena)
    {
        if (_capacity > 0) arena.Free(_at, _capacity, IsGauge);
        (_capacity, _count) = (0, 0);
    }

    /// <summary>Adds a delta of a measure that is kept here.</summary>
    public void AddDelta(SeriesArena arena, uint slot, Measure of, long value)
    {
        var (number, moments) = PartsOf(slot, of, value);
        Add(arena, slot, number, moments);
    }

    /// <summary>What a delta changes: the total, or a gauge's number, and its moments.</summary>
    internal static (long Number, long Moments) PartsOf(uint slot, Measure measure, long value)
    {
        // A gauge's moments are stored relative to their slot; here they are absolute, so that they can be subtracted.
        if (!measure.IsGauge()) return (value, 0);
        return measure.IsGaugeNumber() ? (value, value * slot * 1000L) : (0, value);
    }

    /// <param name="moments">Absolute, for a gauge; else 0.</param>
    public void Add(SeriesArena arena, uint slot, long value, long moments)
    {
        if (TryAppend(arena, slot, value, moments)) return;
        var i = IndexFor(arena, slot);
        var block = BlockIn(arena);
        // A late slot is followed by others, whose totals have it in them.
        foreach (ref var total in block.Totals[i.._count]) total += value;
        if (!IsGauge) return;
        foreach (ref var sum in block.Moments[i.._count]) sum += moments;
    }

    /// <summary>The sum of all slots that start before this moment.</summary>
    public readonly long Before(SeriesArena arena, uint slot)
    {
        var i = IndexOf(arena, slot);
        return i == 0 ? 0 : BlockIn(arena).Totals[i - 1];
    }

    /// <summary>The sum of a gauge's moments in all slots that start before this moment.</summary>
    public readonly long MomentsBefore(SeriesArena arena, uint slot)
    {
        var i = IndexOf(arena, slot);
        return i == 0 ? 0 : BlockIn(arena).Moments[i - 1];
    }

    /// <summary>The change between two slots, a gauge's with its moments, and the next slot.</summary>
    internal readonly SeriesStretch StretchBetween(SeriesArena arena, uint from, uint to)
    {
        var (start, end) = (IndexOf(arena, from), IndexOf(arena, to));
        if (_count == 0) return SeriesStretch.None;
        var block = BlockIn(arena);
        var next = end < _count ? block.Slots[end] : uint.MaxValue;
        if (start == end) return new SeriesStretch(0, 0, next);
        return new SeriesStretch(Difference(block.Totals, start, end), IsGauge ? Difference(block.Moments, start, end) : 0, next);

        static long Difference(Span<long> totals, int start, int end) => totals[end - 1] - (start == 0 ? 0 : totals[start - 1]);
    }

    /// <summary>The changes before a slot and from it on.</summary>
    internal readonly (SeriesStretch Before, SeriesStretch From) SplitAt(SeriesArena arena, uint slot)
    {
        if (_count == 0) return (SeriesStretch.None, SeriesStretch.None);
        var i = IndexOf(arena, slot);
        var block = BlockIn(arena);
        var (number, moments) = i == 0 ? (0, 0) : (block.Totals[i - 1], IsGauge ? block.Moments[i - 1] : 0);
        var before = new SeriesStretch(number, moments, i < _count ? block.Slots[i] : uint.MaxValue);
        var all = (Number: block.Totals[_count - 1], Moments: IsGauge ? block.Moments[_count - 1] : 0);
        return (before, new SeriesStretch(all.Number - number, all.Moments - moments, uint.MaxValue));
    }

    /// <summary>The newest slot that changed; 0 without one.</summary>
    public readonly uint NewestSlot(SeriesArena arena) => _count == 0 ? 0 : BlockIn(arena).Slots[_count - 1];

    /// <summary>Starts of the slots from (inclusive) to (exclusive) in which anything changed.</summary>
    public readonly ReadOnlySpan<uint> SlotsIn(SeriesArena arena, uint from, uint to)
    {
        if (_count == 0) return [];
        var start = IndexOf(arena, from);
        return BlockIn(arena).Slots[start..IndexOf(arena, to)];
    }

    // Slots come in the order of time but for a few: those need no search and move nothing, nor the three spans of a block. Without this a
    // start takes a third more CPU (the load benchmark, dense).
    private bool TryAppend(SeriesArena arena, uint slot, long value, long moments)
    {
        if (_count == 0 || _count == _capacity) return false;
        var numbers = arena.ChunkOf(_at, out var at);
        var slots = MemoryMarshal.Cast<long, uint>(numbers.AsSpan());
        var end = 2 * (at + (IsGauge ? 2 : 1) * _capacity) + _count;
        if (slot <= slots[end - 1]) return false;
        slots[end] = slot;
        at += _count++;
        numbers[at] = numbers[at - 1] + value;
        if (IsGauge) numbers[at + _capacity] = numbers[at + _capacity - 1] + moments;
        return true;
    }

    // Index of the slot, made with the totals before it when it is not there.
    private int IndexFor(SeriesArena arena, uint slot)
    {
        var i = IndexOf(arena, slot);
        if (i < _count && BlockIn(arena).Slots[i] == slot) return i;
        if (_count == _capacity)
        {
            MakeRoom(arena);
            i = IndexOf(arena, slot);
        }
        BlockIn(arena).Insert(i, slot, _count++);
        return i;
    }

    private void MakeRoom(SeriesArena arena)
    {
        if (_count >= ThinAtLeast) _count = BlockIn(arena).Thin(_count);
        // Half of it free, or a series that thinning leaves nearly full would thin itself at each of the next slots.
        if (2 * _count < _capacity) return;
        var (at, capacity) = (_at, _capacity);
        Fill(BlockIn(arena), _count, arena, Math.Max(1, 2 * _capacity));
        if (capacity > 0) arena.Free(at, capacity, IsGauge);
    }

    private void Fill(SeriesBlock block, int count, SeriesArena arena, int capacity)
    {
        _capacity = SeriesArena.CapacityFor(capacity);
        _at = arena.Allocate(_capacity, IsGauge);
        _count = count;
        block.CopyTo(BlockIn(arena), count);
    }

    private readonly SeriesBlock BlockIn(SeriesArena arena) => _capacity == 0 ? default : arena.BlockAt(_at, _capacity, IsGauge);

    /// <summary>Index of the first slot at or after this moment. Most questions are about the newest, so the end is tried first.</summary>
    private readonly int IndexOf(SeriesArena arena, uint slot)
    {
        if (_count == 0) return 0;
        var slots = BlockIn(arena).Slots[.._count];
        if (slots[^1] <= slot) return slots[^1] == slot ? _count - 1 : _count;
        var i = slots.BinarySearch(slot);
        return i >= 0 ? i : ~i;
    }
}
