using CallCenter.Core.Encoding;
using CallCenter.Core.Identity;

namespace CallCenter.Core.Log;

/// <summary>The beginning of a <see cref="FloorItemKind.VisitFixed"/>, the same in all formats: all that boards read of it. The rest is the
/// machine's.</summary>
public static class VisitFixedHead
{
    public static void Write(VarWriter w, Instant queuedAt) => w.Signed(queuedAt.UnixMs);

    /// <returns>The moment at which the visit joined the queue.</returns>
    public static Instant Read(ref VarReader r)
    {
        StoredFormat.Read(ref r, "visit");
        return new Instant(r.Signed());
    }
}

/// <summary>The beginning of a <see cref="FloorItemKind.VisitLive"/>, the same in all formats: all that boards read of it. The rest is the
/// machine's.</summary>
/// <param name="State">1: waiting; the other numbers are the machine's.</param>
/// <param name="IsUncounted">Whether no fact of the visit counts.</param>
/// <param name="IsExcluded">Whether the visit is in no gauge either.</param>
/// <param name="Row">Number of the row of the visit's traits within its source.</param>
public readonly record struct VisitLiveHead(byte State, bool IsUncounted, bool IsExcluded, int Row)
{
    private const byte Waiting = 1;
    private const byte UncountedFlag = 1;
    private const byte ExcludedFlag = 2;

    /// <summary>Whether the visit counts as waiting.</summary>
    public bool Waits => State == Waiting && !IsExcluded;

    public void Write(VarWriter w)
    {
        w.Byte(State);
        w.Byte((byte)((IsUncounted ? UncountedFlag : 0) | (IsExcluded ? ExcludedFlag : 0)));
        w.Count(Row);
    }

    /// <param name="format">Number of the item's format.</param>
    public static VisitLiveHead Read(ref VarReader r, out int format)
    {
        format = StoredFormat.Read(ref r, "live visit");
        var (state, flags) = (r.Byte(), r.Byte());
        return new VisitLiveHead(state, (flags & UncountedFlag) != 0, (flags & ExcludedFlag) != 0, r.Count());
    }
}
