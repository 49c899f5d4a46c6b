using CallCenter.Core.Encoding;
using CallCenter.Core.Events;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Log;

/// <summary>The stored form of a row's key. In a batch without its format number, which is the batch's.</summary>
public static class RowCodec
{
    // Three bytes and nine texts.
    internal const int BytesMin = 12;

    public static byte[] Encode(RowKey key, int format)
    {
        var w = new VarWriter(64);
        if (format != 1) w.Byte((byte)format);
        Write(w, key, format);
        return w.ToArray();
    }

    /// <param name="format">Format of the image that holds it.</param>
    public static RowKey Decode(ReadOnlySpan<byte> bytes, int format, SectionBuffers buffers)
    {
        var r = new VarReader(bytes);
        if (format != 1) StoredFormat.Read(ref r, "row key");
        return Read(ref r, buffers, isWhole: true);
    }

    /// <param name="format">Format 1 has no place for segment, priority and language.</param>
    internal static void Write(VarWriter w, RowKey key, int format)
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
        if (format == 1 || (key.CustomerSegment.Length | key.Priority.Length | key.Language.Length) == 0) return;
        w.Text(key.CustomerSegment);
        w.Text(key.Priority);
        w.Text(key.Language);
    }

    /// <param name="isWhole">Whether the reader holds nothing but the row: what is left of it is of a newer version.</param>
    internal static RowKey Read(ref VarReader r, SectionBuffers buffers, bool isWhole)
    {
        var texts = buffers.Texts;
        var (kind, channel, direction) = ((RowKind)r.Byte(), (Channel)r.Byte(), (Direction)r.Byte());
        var key = new RowKey(kind)
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
        if (!isWhole || r.AtEnd) return key;
        key = key with { CustomerSegment = texts.Of(r.Blob()), Priority = texts.Of(r.Blob()), Language = texts.Of(r.Blob()) };
        if (!r.AtEnd) buffers.Skipped.Records++;
        return key;
    }
}
