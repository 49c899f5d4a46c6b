using System.Numerics;
using CallCenter.Core.Encoding;
using CallCenter.Core.Identity;
using CallCenter.Core.Measures;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Storage;

/// <summary>A row to write in a block, and its number within its source.</summary>
public readonly record struct BlockRow(int Number, RowHistory History);

/// <summary>A source's rows to write in a block, ascending by number.</summary>
public readonly record struct BlockSource(SourceId Source, IEnumerable<BlockRow> Rows);

/// <summary>
/// The stored form of one block of slots: source by source and row by row the measures that are not 0 anywhere, then slot by slot a mask
/// and the values, and then the buckets of histograms. A dense row costs about one byte a measure and slot and two more a slot.
/// </summary>
public static class BlockCodec
{
    public static ReadOnlyMemory<byte> Encode(
        IReadOnlyList<BlockSource> sources, BlockKey key, (uint Length, uint Width) shape, int format)
    {
        var w = new VarWriter(4096);
        w.Byte((byte)format);
        w.Unsigned(key.Start);
        w.Unsigned(shape.Width);
        var slots = new SlotRange(key.Start, shape.Length, shape.Width);
        if (format == 1) WriteSources1(w, sources, slots);
        else foreach (var source in sources) WriteSource(w, source, slots);
        return w.Written;
    }

    /// <summary>Finds each row's slots in a block, without reading their values; <see cref="RowLoader"/> does.</summary>
    public static List<StoredSlots> Split(ReadOnlyMemory<byte> block)
    {
        var r = new VarReader(block.Span);
        var format = StoredFormat.Read(ref r, "block");
        var start = (uint)r.Unsigned();
        var width = (uint)r.Unsigned();
        var rows = new List<StoredSlots>();
        if (format == 1) Split1(ref r, block, new StoredSlots(default, 0, start, width, default), rows);
        else while (!r.AtEnd) SplitSource(ref r, block, new StoredSlots(default, 0, start, width, default), rows);
        return rows;
    }

    private readonly record struct SlotRange(uint Start, uint Length, uint Width);

    private static void WriteSource(VarWriter w, BlockSource source, SlotRange range)
    {
        var before = w.Length;
        var part = w.BeginPart();
        w.Text(source.Source.StoredKey);
        var empty = w.Length;
        var number = 0;
        foreach (var row in source.Rows)
        {
            if (row.History.NewestSlot < range.Start) continue;
            var slots = ChangedSlots(row.History, range, withBuckets: false, out var measures);
            var beforeRow = w.Length;
            w.Count(row.Number - number);
            var body = w.BeginPart();
            WriteSlots(w, row.History, slots, measures, range);
            var withoutBuckets = w.Length;
            BucketCodec.Write(w, row.History, range.Start, range.Length, range.Width);
            if (slots.Count == 0 && w.Length == withoutBuckets)
            {
                w.Truncate(beforeRow);
                continue;
            }
            w.EndPart(body);
            number = row.Number;
        }
        if (w.Length == empty) w.Truncate(before);
        else w.EndPart(part);
    }

    private static void SplitSource(ref VarReader r, ReadOnlyMemory<byte> block, StoredSlots found, List<StoredSlots> rows)
    {
        var length = r.Count();
        var at = r.At;
        var part = new VarReader(r.Bytes(length));
        found = found with { Source = SourceId.FromStoredKey(part.Text()) };
        var number = 0;
        while (!part.AtEnd)
        {
            number += part.Count();
            if (number < 0) throw new StoredFormException("a stored block has a row that cannot be");
            var bytes = part.Count();
            rows.Add(found with { Row = number, Bytes = block.Slice(at + part.At, Checked(bytes, length - part.At)) });
            part.Bytes(bytes);
        }
    }

    private static int Checked(int bytes, int left)
        => bytes <= left ? bytes : throw new StoredFormException("a stored block ends too early");

    private static void WriteSources1(VarWriter w, IReadOnlyList<BlockSource> sources, SlotRange range)
    {
        w.Count(sources.Count);
        foreach (var source in sources) w.Text(source.Source.StoredKey);
        for (var i = 0; i < sources.Count; i++)
        {
            foreach (var row in sources[i].Rows)
            {
                var slots = ChangedSlots(row.History, range, withBuckets: true, out var measures);
                if (slots.Count == 0) continue;
                w.Count(i);
                w.Count(row.Number);
                WriteSlots(w, row.History, slots, measures, range);
            }
        }
    }

    private static void Split1(ref VarReader r, ReadOnlyMemory<byte> block, StoredSlots found, List<StoredSlots> rows)
    {
        var sources = new SourceId[r.CountOf(1)];
        for (var i = 0; i < sources.Length; i++) sources[i] = SourceId.FromStoredKey(r.Text());
        while (!r.AtEnd)
        {
            var source = r.Count();
            if (source >= sources.Length) throw new StoredFormException("a stored block refers to a source that it does not have");
            var number = r.Count();
            var from = r.At;
            SkipSlots(ref r);
            rows.Add(found with { Source = sources[source], Row = number, Bytes = block[from..r.At] });
        }
    }

    private static void WriteSlots(VarWriter w, RowHistory row, SortedSet<uint> slots, List<Measure> measures, SlotRange range)
    {
        w.Count(measures.Count);
        foreach (var measure in measures) w.Count((int)measure);
        w.Count(slots.Count);
        Span<byte> mask = stackalloc byte[(measures.Count + 7) / 8];
        var values = new long[measures.Count];
        var before = range.Start;
        foreach (var slot in slots)
        {
            mask.Clear();
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = ValueOf(row, measures[i], slot, range.Width);
                if (values[i] != 0) mask[i / 8] |= (byte)(1 << (i % 8));
            }
            w.Unsigned((slot - before) / range.Width);
            before = slot;
            w.Bytes(mask);
            foreach (var value in values)
            {
                if (value != 0) w.Signed(value);
            }
        }
    }

    private static long ValueOf(RowHistory row, Measure measure, uint slot, uint width) => measure.IsGauge() && !measure.IsGaugeNumber()
        ? row.MomentsBetween(measure - 1, slot, slot + width)
        : row.Between(measure, slot, slot + width);

    private static SortedSet<uint> ChangedSlots(RowHistory row, SlotRange range, bool withBuckets, out List<Measure> measures)
    {
        var slots = new SortedSet<uint>();
        measures = [];
        for (var i = 0; i < row.MeasureCount; i++)
        {
            var measure = row.MeasureAt(i);
            if (measure.IsBucket() && !withBuckets) continue;
            var changed = row.SlotsIn(measure, range.Start, range.Start + range.Length);
            if (changed.Length == 0) continue;
            measures.Add(measure);
            if (measure.IsGauge()) measures.Add(measure + 1);
            foreach (var slot in changed) slots.Add(slot - slot % range.Width);
        }
        return slots;
    }

    private static void SkipSlots(ref VarReader r)
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
}
