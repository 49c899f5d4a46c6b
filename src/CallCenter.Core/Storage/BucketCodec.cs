using CallCenter.Core.Encoding;
using CallCenter.Core.Measures;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Storage;

/// <summary>
/// The stored form of the histograms of one row in a block, after its other measures: bucket by bucket the slots with a count. Few buckets
/// have a count in a slot, so a mask of all of them for each slot would be mostly zeros. Since format 2.
/// </summary>
internal static class BucketCodec
{
    /// <summary>Writes the buckets that changed; nothing when none did.</summary>
    public static void Write(VarWriter w, RowHistory row, uint start, uint length, uint width)
    {
        var before = 0;
        for (var i = 0; i < row.MeasureCount; i++)
        {
            var measure = row.MeasureAt(i);
            if (!measure.IsBucket()) continue;
            var slots = CountedSlots(row, measure, start, length, width);
            if (slots.Count == 0) continue;
            w.Count((int)measure - before);
            before = (int)measure;
            w.Count(slots.Count);
            var slotBefore = start;
            foreach (var (slot, count) in slots)
            {
                w.Unsigned((slot - slotBefore) / width);
                w.Signed(count);
                slotBefore = slot;
            }
        }
    }

    /// <summary>Reads to the end.</summary>
    /// <param name="add">Gets slot, measure and value.</param>
    public static void Read(ref VarReader r, StoredSlots stored, Action<uint, int, long> add)
    {
        var measure = 0;
        while (!r.AtEnd)
        {
            measure += r.Count();
            if (measure < 0) throw new StoredFormException("a stored block counts in a bucket that cannot be");
            var slot = stored.Start;
            for (var n = r.Count(); n > 0; n--)
            {
                slot += (uint)r.Unsigned() * stored.Width;
                add(slot, measure, r.Signed());
            }
        }
    }

    private static List<(uint Slot, long Count)> CountedSlots(RowHistory row, Measure measure, uint start, uint length, uint width)
    {
        var slots = new List<(uint Slot, long Count)>();
        foreach (var changed in row.SlotsIn(measure, start, start + length))
        {
            var slot = changed - changed % width;
            if (slots.Count > 0 && slots[^1].Slot == slot) continue;
            if (row.Between(measure, slot, slot + width) is not 0 and var count) slots.Add((slot, count));
        }
        return slots;
    }
}
