using System.Runtime.InteropServices;
using CallCenter.Core.Encoding;
using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;

namespace CallCenter.Core.Floor;

/// <summary>The stored form of a finished visit: a part with a length, that begins with a <see cref="LedgerRecordHead"/>. Its dimensions
/// are those of its rows; times are relative to its end, and times that follow from others are stored as differences to those, so that
/// most take one byte.</summary>
internal static class FinishedVisitCodec
{
    private const byte ExcludedFlag = 1, UncountedFlag = 2, ConnectedFlag = 4, WrappedUpFlag = 8, RingingOrHeldFlag = 16,
        WithoutResponsesFlag = 32, RevisionFlag = 64;

    // The rows have them.
    private static readonly VisitTraits NoTraits = new("", default, default, "", "", "", "");

    public static void Write(VarWriter w, FinishedVisit finished)
    {
        var v = finished.Visit;
        var record = w.BeginPart();
        var contactId = v.ContactId == v.Id ? "" : v.ContactId;
        new LedgerRecordHead(LedgerRecordKind.FinishedVisit, v.Id, contactId, finished.DoneAt).Write(w);
        w.Byte(FlagsOf(finished));
        w.Byte((byte)v.Outcome!);
        w.Count(v.QueueRow);
        w.Signed(finished.DoneAt.UnixMs - v.EndedAt.UnixMs);
        w.Signed(v.EndedAt.UnixMs - v.QueuedAt.UnixMs);
        if (finished.WasConnected) WriteConversation(w, v);
        else w.Signed(v.EndedAt.UnixMs - v.QueuedAt.UnixMs - v.WaitMs);
        VisitCodec.WriteCounted(w, v, CollectionsMarshal.AsSpan(v.Counted.All));
        if (v.CustomerContact != 0) w.Signed(v.CustomerContact);
        w.EndPart(record);
    }

    /// <param name="record">The content of the part.</param>
    public static FinishedVisit Read(ReadOnlySpan<byte> record)
    {
        var r = new VarReader(record);
        var head = LedgerRecordHead.Read(ref r);
        var (flags, outcome, queueRow) = (r.Byte(), (VisitOutcome)r.Byte(), r.Count());
        var endedAt = new Instant(head.DoneAt.UnixMs - r.Signed());
        var queuedAt = new Instant(endedAt.UnixMs - r.Signed());
        var v = new Visit(0, head.VisitId, head.ContactId.Length == 0 ? head.VisitId : head.ContactId, NoTraits, queuedAt)
        {
            State = (flags & ConnectedFlag) != 0 ? VisitState.WrapUp : VisitState.Waiting,
            Excluded = (flags & ExcludedFlag) != 0,
            CountsFacts = (flags & UncountedFlag) == 0,
            EndedRingingOrHeld = (flags & RingingOrHeldFlag) != 0,
            IsWithoutResponses = (flags & WithoutResponsesFlag) != 0,
            Outcome = outcome,
            QueueRow = queueRow,
            EndedAt = endedAt,
        };
        if (v.State == VisitState.WrapUp) ReadConversation(ref r, v);
        else v.WaitMs = endedAt.UnixMs - queuedAt.UnixMs - r.Signed();
        v.Counted = new CountedFacts(VisitCodec.ReadCounted(ref r, v, StoredFormat.Newest), 0);
        if (!r.AtEnd) v.CustomerContact = (int)r.Signed();
        return new FinishedVisit(v, head.DoneAt, (flags & WrappedUpFlag) != 0) { IsRevision = (flags & RevisionFlag) != 0 };
    }

    private static byte FlagsOf(FinishedVisit finished)
    {
        var flags = finished.WasConnected ? ConnectedFlag : 0;
        if (finished.Visit.Excluded) flags |= ExcludedFlag;
        if (!finished.Visit.CountsFacts) flags |= UncountedFlag;
        if (finished.HasWrappedUp) flags |= WrappedUpFlag;
        if (finished.Visit.EndedRingingOrHeld) flags |= RingingOrHeldFlag;
        if (finished.Visit.IsWithoutResponses) flags |= WithoutResponsesFlag;
        if (finished.IsRevision) flags |= RevisionFlag;
        return (byte)flags;
    }

    private static void WriteConversation(VarWriter w, Visit v)
    {
        var (waitMs, talkMs) = SpansOf(v);
        w.Signed((long)v.AgentRow - v.QueueRow);
        w.Signed((long)v.TransferRow - v.AgentRow);
        w.Signed(talkMs);
        w.Signed(talkMs - v.TalkMs);
        w.Signed(waitMs - v.WaitMs);
        w.Signed(v.RingMs);
        w.Signed(v.HoldMs);
        w.Count(v.Holds);
    }

    private static void ReadConversation(ref VarReader r, Visit v)
    {
        v.AgentRow = RowOf(v.QueueRow + r.Signed());
        v.TransferRow = RowOf(v.AgentRow + r.Signed());
        v.AnsweredAt = new Instant(v.EndedAt.UnixMs - r.Signed());
        var (waitMs, talkMs) = SpansOf(v);
        v.TalkMs = talkMs - r.Signed();
        v.WaitMs = waitMs - r.Signed();
        v.RingMs = r.Signed();
        v.HoldMs = r.Signed();
        v.Holds = r.Count();
    }

    // By the moments; the source may have reported others.
    private static (long WaitMs, long TalkMs) SpansOf(Visit v)
        => (v.AnsweredAt.UnixMs - v.QueuedAt.UnixMs, v.EndedAt.UnixMs - v.AnsweredAt.UnixMs);

    private static int RowOf(long row)
        => row is >= 0 and <= int.MaxValue ? (int)row : throw new StoredFormException("a stored visit was counted in a row that cannot be");
}
