using CallCenter.Core.Encoding;
using CallCenter.Core.Identity;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Log;

/// <summary>
/// The stored form of a commit: the number of its format, then sections. From format 2 on each section, and each part of it, has a length.
/// </summary>
public static class BatchCodec
{
    /// <summary>Takes the records of a source in a batch.</summary>
    public delegate void LedgerReader(SourceId source, ReadOnlySpan<byte> records);

    // Rows, deltas, items, retired rows.
    private const int PartsBeforeLedger = 4;

    // A head and a handle.
    private const int ItemBytesMin = 2;

    // Bits of an item's head; the others are its kind.
    private const byte GoneFlag = 0x80;
    private const byte OwnFormatFlag = 0x40;

    /// <summary>The stored form of one section; a batch is <see cref="Join"/> of these.</summary>
    public static EncodedSection Encode(SourceSection section, int format)
    {
        var w = new VarWriter(1024);
        Encode(w, section, format);
        return new EncodedSection(format, w.Written);
    }

    public static void Encode(VarWriter w, SourceSection section, int format)
    {
        w.Text(section.Source.StoredKey);
        w.Signed(section.Fence.Value);
        w.Signed(section.From.Value);
        w.Signed(section.To - section.From);
        w.Count(section.FirstRow);
        if (format == 1) WriteParts1(w, section);
        else WriteParts(w, section);
    }

    /// <summary>The batch of these sections, in the newest format among them. It fills its array, so that a store need not copy it: a large
    /// object for each commit of thousands of events.</summary>
    public static ReadOnlyMemory<byte> Join(IReadOnlyList<EncodedSection> sections)
    {
        var format = sections.Max(s => s.Format);
        var w = new VarWriter(1 + sections.Sum(s => s.Length + VarWriter.LengthOf((ulong)s.Length)));
        w.Byte((byte)format);
        foreach (var section in sections)
        {
            if (format == 1) w.Bytes(section.Bytes.Span);
            else w.Blob(section.Format == format ? section.Bytes.Span : Renew(section, format).Span);
        }
        return w.Written;
    }

    public static List<SourceSection> Decode(ReadOnlySpan<byte> batch)
    {
        var sections = new List<SourceSection>();
        Decode(batch, null, sections.Add);
        return sections;
    }

    /// <summary>Decodes section by section.</summary>
    /// <param name="buffers">Memory for the sections: each is gone when the next one comes. None: each has its own.</param>
    public static void Decode(ReadOnlySpan<byte> batch, SectionBuffers? buffers, Action<SourceSection> apply)
    {
        var r = new VarReader(batch);
        var format = StoredFormat.Read(ref r, "batch");
        while (!r.AtEnd)
        {
            var room = buffers ?? new SectionBuffers();
            if (format == 1)
            {
                apply(ReadSection1(ref r, room));
                continue;
            }
            var section = r.Part();
            apply(ReadSection(ref section, room));
            if (!section.AtEnd) room.Skipped.Records++;
        }
    }

    private static ReadOnlyMemory<byte> Renew(EncodedSection section, int format)
    {
        var r = new VarReader(section.Bytes.Span);
        return Encode(ReadSection1(ref r, new SectionBuffers()), format).Bytes;
    }

    private static void WriteParts(VarWriter w, SourceSection section)
    {
        var rows = w.BeginPart();
        foreach (var row in section.Rows)
        {
            var part = w.BeginPart();
            RowCodec.Write(w, row, StoredFormat.Newest);
            w.EndPart(part);
        }
        w.EndPart(rows);
        var deltas = w.BeginPart();
        DeltaCodec.Write(w, section.Deltas);
        w.EndPart(deltas);
        var items = w.BeginPart();
        foreach (var item in section.Items) WriteItem(w, item);
        w.EndPart(items);
        var retired = w.BeginPart();
        var before = 0;
        foreach (var row in section.RetiredRows)
        {
            w.Count(row - before);
            before = row;
        }
        w.EndPart(retired);
        if (!section.Ledger.IsEmpty) w.Blob(section.Ledger.Span);
    }

    /// <summary>Reads the ledgers of a batch, and skips all else.</summary>
    /// <param name="read">Takes a source and its records.</param>
    public static void ReadLedgers(ReadOnlySpan<byte> batch, LedgerReader read)
    {
        var r = new VarReader(batch);
        if (StoredFormat.Read(ref r, "batch") == 1) return;
        while (!r.AtEnd)
        {
            var section = r.Part();
            var (source, _, _, _, _) = ReadHead(ref section);
            for (var parts = PartsBeforeLedger; parts > 0; parts--) section.Part();
            if (!section.AtEnd) read(source, section.Blob());
        }
    }

    private static SourceSection ReadSection(ref VarReader r, SectionBuffers buffers)
    {
        var (source, fence, from, to, firstRow) = ReadHead(ref r);
        var rows = new List<RowKey>();
        var rowParts = r.Part();
        while (!rowParts.AtEnd)
        {
            var row = rowParts.Part();
            rows.Add(RowCodec.Read(ref row, buffers, isWhole: true));
        }
        var deltas = r.Part();
        buffers.Deltas.Clear();
        DeltaCodec.ReadAll(ref deltas, buffers);
        var items = r.Part();
        buffers.Items.Clear();
        while (!items.AtEnd) buffers.Items.Add(ReadItem(ref items, StoredFormat.Newest));
        var retired = ReadRetired(r.Part());
        if (!r.AtEnd) r.Blob();
        return new SourceSection(source, fence, from, to, firstRow, [.. rows], buffers.Deltas, buffers.Items) { RetiredRows = retired };
    }

    private static int[] ReadRetired(VarReader r)
    {
        if (r.AtEnd) return [];
        var rows = new List<int>();
        var row = 0;
        while (!r.AtEnd)
        {
            row += r.Count();
            if (row < 0) throw new StoredFormException("a stored section retires a row that cannot be");
            rows.Add(row);
        }
        return [.. rows];
    }

    private static (SourceId Source, Fence Fence, Sequence From, Sequence To, int FirstRow) ReadHead(ref VarReader r)
    {
        var source = SourceId.FromStoredKey(r.Text());
        var fence = new Fence(r.Signed());
        var from = new Sequence(r.Signed());
        return (source, fence, from, from + r.Signed(), r.Count());
    }

    private static void WriteParts1(VarWriter w, SourceSection section)
    {
        w.Count(section.Rows.Length);
        foreach (var row in section.Rows) RowCodec.Write(w, row, 1);
        w.Count(section.Deltas.Count);
        DeltaCodec.Write(w, section.Deltas);
        w.Count(section.Items.Count);
        foreach (var (key, value) in section.Items)
        {
            w.Byte((byte)((byte)key.Kind | (value is null ? GoneFlag : 0)));
            w.Count(key.Handle);
            if (value is not null) w.Blob(FloorItemForm.Stored(value, 1));
        }
    }

    private static SourceSection ReadSection1(ref VarReader r, SectionBuffers buffers)
    {
        var (source, fence, from, to, firstRow) = ReadHead(ref r);
        var rows = new RowKey[r.CountOf(RowCodec.BytesMin)];
        for (var i = 0; i < rows.Length; i++) rows[i] = RowCodec.Read(ref r, buffers, isWhole: false);
        buffers.Deltas.Clear();
        DeltaCodec.Read(ref r, r.CountOf(DeltaCodec.BytesMin), buffers);
        buffers.Items.Clear();
        for (var n = r.CountOf(ItemBytesMin); n > 0; n--) buffers.Items.Add(ReadItem(ref r, 1));
        return new SourceSection(source, fence, from, to, firstRow, rows, buffers.Deltas, buffers.Items);
    }

    // Without the format number where it is the batch's.
    private static void WriteItem(VarWriter w, FloorItem item)
    {
        var head = (byte)item.Key.Kind;
        if (item.Value is null) head |= GoneFlag;
        else if (FloorItemForm.FormatOf(item.Value) != StoredFormat.Newest) head |= OwnFormatFlag;
        w.Byte(head);
        w.Count(item.Key.Handle);
        if (item.Value is { } value) w.Blob((head & OwnFormatFlag) != 0 ? value : value.AsSpan(1));
    }

    private static FloorItem ReadItem(ref VarReader r, int format)
    {
        var head = r.Byte();
        var key = new FloorItemKey((FloorItemKind)(head & ~(GoneFlag | OwnFormatFlag)), r.Count());
        if ((head & GoneFlag) != 0) return new FloorItem(key, null);
        var stored = r.Blob();
        if ((head & OwnFormatFlag) != 0) return new FloorItem(key, stored.ToArray());
        var value = new byte[1 + stored.Length];
        value[0] = (byte)format;
        stored.CopyTo(value.AsSpan(1));
        return new FloorItem(key, value);
    }
}
