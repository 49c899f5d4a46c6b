using System.Runtime.InteropServices;

namespace CallCenter.Core.Windows;

/// <summary>The numbers of one series in its arena: totals, then a gauge's moments, then slots, two to a number.</summary>
public readonly ref struct SeriesBlock(Span<long> numbers, int capacity, bool isGauge)
{
    public readonly Span<long> Totals = numbers[..capacity];
    public readonly Span<long> Moments = isGauge ? numbers.Slice(capacity, capacity) : [];
    public readonly Span<uint> Slots = MemoryMarshal.Cast<long, uint>(numbers[((isGauge ? 2 : 1) * capacity)..])[..capacity];

    public void Insert(int i, uint slot, int count)
    {
        MoveUp(Slots, i, count);
        MoveUp(Totals, i, count);
        Slots[i] = slot;
        Totals[i] = i == 0 ? 0 : Totals[i - 1];
        if (Moments.IsEmpty) return;
        MoveUp(Moments, i, count);
        Moments[i] = i == 0 ? 0 : Moments[i - 1];
    }

    public void CopyTo(SeriesBlock other, int count)
    {
        Slots[..count].CopyTo(other.Slots);
        Totals[..count].CopyTo(other.Totals);
        if (!Moments.IsEmpty) Moments[..count].CopyTo(other.Moments);
    }

    // Of the slots that share a wider slot of the width needed at the younger one's age, only the last keeps its total: an old total
    // must not move to a slot that a window still looks into. The newest total before the ladder's end stays: gauges stand on it.
    public int Thin(int count)
    {
        var newest = Slots[count - 1];
        var kept = 0;
        for (var i = 0; i < count; i++)
        {
            if (i + 1 < count && ShareSlot(Slots[i], Slots[i + 1], newest)) continue;
            Slots[kept] = Slots[i];
            Totals[kept] = Totals[i];
            if (!Moments.IsEmpty) Moments[kept] = Moments[i];
            kept++;
        }
        return kept;
    }

    private static void MoveUp<T>(Span<T> values, int from, int count) => values[from..count].CopyTo(values[(from + 1)..]);

    private static bool ShareSlot(uint older, uint younger, uint newest)
    {
        var width = SlotLadder.WidthAt(newest - younger);
        return older / width == younger / width;
    }
}
