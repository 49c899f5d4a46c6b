using CallCenter.Core.Encoding;
using CallCenter.Core.Identity;

namespace CallCenter.Core.Log;

/// <summary>The content of <see cref="FloorItemKind.Waiting"/>: what a board needs of a waiting visit.</summary>
/// <param name="Row">Number of the visit's row within its source.</param>
public readonly record struct WaitingItem(int Row, Instant QueuedAt)
{
    public void Write(VarWriter w)
    {
        w.Byte(StoredFormat.Newest);
        w.Count(Row);
        w.Signed(QueuedAt.UnixMs);
    }

    public byte[] ToArray()
    {
        var w = new VarWriter(16);
        Write(w);
        return w.ToArray();
    }

    public static WaitingItem Read(ReadOnlySpan<byte> value)
    {
        var r = new VarReader(value);
        StoredFormat.Read(ref r, "waiting visit");
        return new WaitingItem(r.Count(), new Instant(r.Signed()));
    }

    private const byte Waiting = 1;
    private const byte ExcludedFlag = 2;

    /// <summary>Format 1 has no such items. Derives one from a live visit of format 1; null: it does not wait, or is in no count.</summary>
    /// <param name="visitFixed">The visit's <see cref="FloorItemKind.VisitFixed"/>; of any format, all begin with the time.</param>
    public static WaitingItem? OfFormat1(ReadOnlySpan<byte> visitLive, ReadOnlySpan<byte> visitFixed)
    {
        var live = new VarReader(visitLive[1..]);
        var (state, flags, row) = (live.Byte(), live.Byte(), live.Count());
        if (state != Waiting || (flags & ExcludedFlag) != 0) return null;
        var known = new VarReader(visitFixed);
        StoredFormat.Read(ref known, "visit");
        return new WaitingItem(row, new Instant(known.Signed()));
    }
}
