using System.Numerics;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Measures;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Storage;

/// <summary>A row in a block: its source's place in the block's list, and its number there.</summary>
public readonly record struct BlockRow(int Source, int Number, RowHistory History);

/// <summary>
/// The stored form of one block of slots: the names of the sources, then row by row the measures that are not 0 anywhere, then slot by
/// slot a mask and the values. A dense row costs about one byte a measure and slot and two more a slot.
/// </summary>
public static class BlockCodec
{
    private const byte Version = 1;

    public static ReadOnlyMemory<byte> Encode(
        IReadOnlyList<string> sources, IEnumerable<BlockRow> rows, uint start, uint length, uint width)
    {
        var w = new VarWriter(4096);
        w.Byte(Version);
        w.Unsigned(start);
        w.Unsigned(width);
        w.Count(sources.Count);
        foreach (var source in sources) w.Text(source);
        foreach (var row in rows) WriteRow(w, row, start, length, width);
        return w.Written;
    }

    /// <summary>Finds each row's slots in a block, without reading their values; <see cref="RowLoader"/> does.</summary>
    public static List<StoredSlots> Split(ReadOnlyMemory<byte> block)
    {
        var r = new VarReader(block.Span);
        var version = r.Byte();
        if (version != Version) throw new StoredFormException($"A stored block has version {version}; this server reads {Version}.");
        var start = (uint)r.Unsigned();
        var width = (uint)r.Unsigned();
        var sources = new SourceId[r.CountOf(1)];
        for (var i = 0; i < sources.Length; i++) sources[i] = SourceId.FromStoredKey(r.Text());
        var rows = new List<StoredSlots>();
        while (!r.AtEnd)
        {
            var source = At(sources, r.Count());
            var number = r.Count();
            var from = r.At;
            SkipRow(ref r);
            rows.Add(new StoredSlots(source, number, start, width, block[from..r.At]));
        }
        return rows;
    }

    private static void WriteRow(VarWriter w, BlockRow row, uint start, uint length, uint width)
    {
        var slots = ChangedSlots(row.History, start, length, width, out var measures);
        if (slots.Count == 0) return;
        w.Count(row.Source);
        w.Count(row.Number);
        w.Count(measures.Count);
        foreach (var measure in measures) w.Count((int)measure);
        w.Count(slots.Count);
        Span<byte> mask = stackalloc byte[(measures.Count + 7) / 8];
        var values = new long[measures.Count];
        var before = start;
        foreach (var slot in slots)
        {
            mask.Clear();
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = ValueOf(row.History, measures[i], slot, width);
                if (values[i] != 0) mask[i / 8] |= (byte)(1 << (i % 8));
            }
            w.Unsigned((slot - before) / width);
            before = slot;
            foreach (var b in mask) w.Byte(b);
            foreach (var value in values)
            {
                if (value != 0) w.Signed(value);
            }
        }
    }

    private static long ValueOf(RowHistory row, Measure measure, uint slot, uint width) => measure.IsGauge() && !measure.IsGaugeNumber()
        ? row.MomentsBetween(measure - 1, slot, slot + width)
        : row.Between(measure, slot, slot + width);

    private static SortedSet<uint> ChangedSlots(RowHistory row, uint start, uint length, uint width, out List<Measure> measures)
    {
        var slots = new SortedSet<uint>();
        measures = [];
        for (var i = 0; i < row.MeasureCount; i++)
        {
            var measure = row.MeasureAt(i);
            var changed = row.SlotsIn(measure, start, start + length);
            if (changed.Length == 0) continue;
            measures.Add(measure);
            if (measure.IsGauge()) measures.Add(measure + 1);
            foreach (var slot in changed) slots.Add(slot - slot % width);
        }
        return slots;
    }

    private static void SkipRow(ref VarReader r)
    {
        var measures = r.CountOf(1);
        r.Skip(measures);
        for (var n = r.Count(); n > 0; n--)
        {
            r.Skip(1);
            var values = 0;
            foreach (var bits in r.Bytes((measures + 7) / 8)) values += BitOperations.PopCount(bits);
            r.Skip(values);
        }
    }

    private static T At<T>(T[] things, int index)
        => index < things.Length ? things[index] : throw new StoredFormException("A stored block refers to what it does not have.");
}
