using CallCenter.Core.Events;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Log;

/// <summary>
/// The stored form of a commit: a version byte, then sections. Deltas are ordered by slot, row and measure and stored as gaps, so
/// that most numbers take one byte.
/// </summary>
public static class BatchCodec
{
    private const byte Version = 1;

    // Three bytes and nine texts; a head and a handle; a step and a value.
    private const int RowBytesMin = 12;
    private const int ItemBytesMin = 2;
    private const int DeltaBytesMin = 2;

    /// <summary>The stored form of one section; a batch is <see cref="Join"/> of these.</summary>
    public static ReadOnlyMemory<byte> Encode(SourceSection section)
    {
        var w = new VarWriter(1024);
        Encode(w, section);
        return w.Written;
    }

    public static void Encode(VarWriter w, SourceSection section)
    {
        w.Text(section.Source.StoredKey);
        w.Signed(section.Fence.Value);
        w.Signed(section.From.Value);
        w.Signed(section.To - section.From);
        w.Count(section.FirstRow);
        w.Count(section.Rows.Length);
        foreach (var row in section.Rows) WriteRow(w, row);
        WriteDeltas(w, section.Deltas);
        w.Count(section.Items.Count);
        foreach (var item in section.Items) WriteItem(w, item);
    }

    public static ReadOnlyMemory<byte> Join(IReadOnlyList<ReadOnlyMemory<byte>> sections)
    {
        var joined = new byte[1 + sections.Sum(s => s.Length)];
        joined[0] = Version;
        var at = 1;
        foreach (var section in sections)
        {
            section.Span.CopyTo(joined.AsSpan(at));
            at += section.Length;
        }
        return joined;
    }

    public static List<SourceSection> Decode(ReadOnlySpan<byte> batch)
    {
        var sections = new List<SourceSection>();
        Decode(batch, null, sections.Add);
        return sections;
    }

    /// <summary>Decodes section by section.</summary>
    /// <param name="room">Where to: a section is gone when the next one comes; none: each has its own.</param>
    public static void Decode(ReadOnlySpan<byte> batch, SectionRoom? room, Action<SourceSection> take)
    {
        var r = new VarReader(batch);
        var version = r.Byte();
        if (version != Version) throw new StoredFormException($"A stored batch has version {version}; this server reads {Version}.");
        while (!r.AtEnd) take(ReadSection(ref r, room ?? new SectionRoom()));
    }

    public static byte[] EncodeRow(RowKey key)
    {
        var w = new VarWriter(64);
        WriteRow(w, key);
        return w.ToArray();
    }

    public static RowKey DecodeRow(ReadOnlySpan<byte> bytes, TextPool texts)
    {
        var r = new VarReader(bytes);
        return ReadRow(ref r, texts);
    }

    private static SourceSection ReadSection(ref VarReader r, SectionRoom room)
    {
        var source = SourceId.FromStoredKey(r.Text());
        var fence = new Fence(r.Signed());
        var from = new Sequence(r.Signed());
        var to = from + r.Signed();
        var firstRow = r.Count();
        var rows = new RowKey[r.CountOf(RowBytesMin)];
        for (var i = 0; i < rows.Length; i++) rows[i] = ReadRow(ref r, room.Texts);
        ReadDeltas(ref r, room.Deltas);
        room.Items.Clear();
        for (var n = r.CountOf(ItemBytesMin); n > 0; n--) room.Items.Add(ReadItem(ref r));
        return new SourceSection(source, fence, from, to, firstRow, rows, room.Deltas, room.Items);
    }

    private static void WriteDeltas(VarWriter w, List<Delta> deltas)
    {
        w.Count(deltas.Count);
        var (slot, row, measure) = (0u, 0, 0);
        foreach (var delta in deltas)
        {
            // One number says how far the place moves: the usual step, to another measure of the row, in one byte.
            if (delta.Slot != slot)
            {
                w.Unsigned(0);
                w.Unsigned(0);
                w.Unsigned(delta.Slot - slot);
                w.Count(delta.Row);
                w.Count((int)delta.Measure);
            }
            else if (delta.Row != row)
            {
                w.Unsigned(0);
                w.Count(delta.Row - row);
                w.Count((int)delta.Measure);
            }
            else
            {
                w.Count((int)delta.Measure - measure);
            }
            w.Signed(delta.Value);
            (slot, row, measure) = (delta.Slot, delta.Row, (int)delta.Measure);
        }
    }

    private static void ReadDeltas(ref VarReader r, List<Delta> deltas)
    {
        deltas.Clear();
        var (slot, row, measure) = (0u, 0, 0);
        for (var n = r.CountOf(DeltaBytesMin); n > 0; n--)
        {
            var step = r.Count();
            if (step > 0)
            {
                measure += step;
            }
            else if (r.Count() is var rowStep and > 0)
            {
                (row, measure) = (row + rowStep, r.Count());
            }
            else
            {
                (slot, row, measure) = (slot + (uint)r.Unsigned(), r.Count(), r.Count());
            }
            if (measure is < 0 or >= MeasureFamilies.End || row < 0)
                throw new StoredFormException("A stored delta names no measure or row.");
            deltas.Add(new Delta(row, slot, (Measure)measure, r.Signed()));
        }
    }

    private static void WriteItem(VarWriter w, FloorItem item)
    {
        w.Byte((byte)((byte)item.Key.Kind | (item.Value is null ? GoneFlag : 0)));
        w.Count(item.Key.Handle);
        if (item.Value is not null) w.Blob(item.Value);
    }

    private static FloorItem ReadItem(ref VarReader r)
    {
        var head = r.Byte();
        var key = new FloorItemKey((FloorItemKind)(head & ~GoneFlag), r.Count());
        return new FloorItem(key, (head & GoneFlag) != 0 ? null : r.Blob().ToArray());
    }

    private const byte GoneFlag = 0x80;

    private static void WriteRow(VarWriter w, RowKey key)
    {
        w.Byte((byte)key.Kind);
        w.Byte((byte)(key.Channel ?? 0));
        w.Byte((byte)(key.Direction ?? 0));
        w.Text(key.Queue);
        w.Text(key.Agent);
        w.Text(key.Team);
        w.Text(key.Seniority);
        w.Text(key.CustomerTier);
        w.Text(key.IssueType);
        w.Text(key.Complexity);
        w.Text(key.Reason);
        w.Text(key.Tags);
    }

    private static RowKey ReadRow(ref VarReader r, TextPool texts)
    {
        var (kind, channel, direction) = ((RowKind)r.Byte(), (Channel)r.Byte(), (Direction)r.Byte());
        return new RowKey(kind)
        {
            Channel = channel == 0 ? null : channel,
            Direction = direction == 0 ? null : direction,
            Queue = texts.Of(r.Blob()),
            Agent = texts.Of(r.Blob()),
            Team = texts.Of(r.Blob()),
            Seniority = texts.Of(r.Blob()),
            CustomerTier = texts.Of(r.Blob()),
            IssueType = texts.Of(r.Blob()),
            Complexity = texts.Of(r.Blob()),
            Reason = texts.Of(r.Blob()),
            Tags = texts.Of(r.Blob()),
        };
    }
}
