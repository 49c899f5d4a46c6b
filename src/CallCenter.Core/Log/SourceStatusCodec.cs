using CallCenter.Core.Encoding;
using CallCenter.Core.Identity;

namespace CallCenter.Core.Log;

/// <summary>The stored form of <see cref="SourceStatus"/>, the value of <see cref="FloorItemKind.Source"/>.</summary>
public static class SourceStatusCodec
{
    // Two numbers.
    private const int GapBytesMin = 2;

    public static void Write(VarWriter w, SourceStatus status, int format)
    {
        w.Byte((byte)format);
        w.Signed(status.Newest.UnixMs);
        if (format == 1) w.Count(status.Gaps.Count);
        var gaps = format == 1 ? -1 : w.BeginPart();
        foreach (var gap in status.Gaps)
        {
            var part = format == 1 ? -1 : w.BeginPart();
            w.Signed(gap.From.UnixMs);
            w.Signed(gap.To.UnixMs);
            if (format != 1) w.EndPart(part);
        }
        if (format == 1) return;
        w.EndPart(gaps);
        w.Byte((byte)status.Link);
        w.Signed(status.HeardAt.UnixMs);
        w.Signed(status.EventReceivedAt.UnixMs);
        if (status.Committed is { } committed) w.Signed(committed.Value);
    }

    public static SourceStatus Read(ReadOnlySpan<byte> value)
    {
        var r = new VarReader(value);
        var format = StoredFormat.Read(ref r, "source status");
        var status = new SourceStatus { Newest = new Instant(r.Signed()) };
        if (format == 1)
        {
            for (var n = r.CountOf(GapBytesMin); n > 0; n--) status.Gaps.Add(ReadGap(ref r));
            return status;
        }
        var gaps = r.Part();
        while (!gaps.AtEnd)
        {
            var part = gaps.Part();
            status.Gaps.Add(ReadGap(ref part));
        }
        if (r.AtEnd) return status;
        status.Link = (FeedLink)r.Byte();
        status.HeardAt = new Instant(r.Signed());
        status.EventReceivedAt = new Instant(r.Signed());
        if (!r.AtEnd) status.Committed = new Sequence(r.Signed());
        return status;
    }

    private static FeedGap ReadGap(ref VarReader r) => new(new Instant(r.Signed()), new Instant(r.Signed()));
}
