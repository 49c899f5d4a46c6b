using CallCenter.Core.Encoding;
using CallCenter.Core.Identity;
using CallCenter.Core.Measures;
using CallCenter.Core.Windows;

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
/// <param name="State">1: waiting, 2: in conversation, 3: on hold; the other numbers are the machine's.</param>
/// <param name="IsUncounted">Whether no fact of the visit counts.</param>
/// <param name="IsExcluded">Whether the visit is in no gauge either.</param>
/// <param name="Row">Number of the row of the visit's traits within its source.</param>
public readonly record struct VisitLiveHead(byte State, bool IsUncounted, bool IsExcluded, int Row)
{
    private const byte Waiting = 1, Talking = 2, OnHold = 3;
    private const byte UncountedFlag = 1, ExcludedFlag = 2, AwaitsResponseFlag = 4, WithoutResponsesFlag = 8;

    /// <summary>Whether the visit counts as one without the response that it asks for. Not stored by versions
    /// that knew no on-time response.</summary>
    public bool AwaitsResponse { get; init; }

    /// <summary>Whether responses in the visit count no more.</summary>
    public bool IsWithoutResponses { get; init; }

    /// <summary>Whether the visit counts as connected.</summary>
    public bool IsConnected => State is Talking or OnHold && !IsExcluded;

    /// <summary>Whether the visit counts as waiting.</summary>
    public bool Waits => State == Waiting && !IsExcluded;

    public void Write(VarWriter w)
    {
        w.Byte(State);
        w.Byte((byte)((IsUncounted ? UncountedFlag : 0) | (IsExcluded ? ExcludedFlag : 0)
            | (AwaitsResponse ? AwaitsResponseFlag : 0) | (IsWithoutResponses ? WithoutResponsesFlag : 0)));
        w.Count(Row);
    }

    /// <param name="format">Number of the item's format.</param>
    public static VisitLiveHead Read(ref VarReader r, out int format)
    {
        format = StoredFormat.Read(ref r, "live visit");
        var (state, flags) = (r.Byte(), r.Byte());
        return new VisitLiveHead(state, (flags & UncountedFlag) != 0, (flags & ExcludedFlag) != 0, r.Count())
        {
            AwaitsResponse = (flags & AwaitsResponseFlag) != 0,
            IsWithoutResponses = (flags & WithoutResponsesFlag) != 0,
        };
    }
}

/// <summary>What boards read of the conversation in a <see cref="FloorItemKind.VisitLive"/>, after its head.</summary>
public static class VisitConversationHead
{
    /// <returns>Null in format 1, whose lists cannot be skipped.</returns>
    public static ListEntry? Read(ref VarReader r, Instant queuedAt, int format)
    {
        if (format == StoredFormat.Oldest) return null;
        // Times of the newest event, offers, counts, the agent.
        r.Signed();
        r.Signed();
        r.Part();
        r.Part();
        r.Count();
        return new ListEntry(LiveList.Conversations, r.Count(), new Instant(queuedAt.UnixMs + r.Signed()));
    }
}

/// <summary>A <see cref="FloorItemKind.OpenContact"/>: all that boards read of a contact that is not resolved.</summary>
/// <param name="Row">Number of its row within its source.</param>
/// <param name="UnansweredSince">Since when it has lacked its first response; null: it does not.</param>
public readonly record struct OpenContactHead(int Row, Instant OpenedAt, Instant? UnansweredSince)
{
    public void Write(VarWriter w)
    {
        w.Count(Row);
        w.Signed(OpenedAt.UnixMs);
        if (UnansweredSince is { } since) w.Signed(since.UnixMs - OpenedAt.UnixMs);
    }

    public static OpenContactHead Read(ref VarReader r)
    {
        StoredFormat.Read(ref r, "open contact");
        var (row, openedAt) = (r.Count(), new Instant(r.Signed()));
        return new OpenContactHead(row, openedAt, r.AtEnd ? null : new Instant(openedAt.UnixMs + r.Signed()));
    }
}
