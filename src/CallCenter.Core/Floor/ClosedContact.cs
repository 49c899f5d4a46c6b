using System.Runtime.InteropServices;
using CallCenter.Core.Encoding;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;

namespace CallCenter.Core.Floor;

/// <summary>An opened contact that is closed, as the ledger keeps it: what it counted stays explainable.</summary>
/// <param name="Row">Row of the traits that it was opened with.</param>
internal sealed record ClosedContact(string ContactId, Instant OpenedAt, Instant ClosedAt, int Row, List<CountedFact> Counted)
{
    /// <summary>Writes a part with a length, that begins with a <see cref="LedgerRecordHead"/>.</summary>
    public void Write(VarWriter w)
    {
        var record = w.BeginPart();
        new LedgerRecordHead(LedgerRecordKind.ClosedContact, "", ContactId, ClosedAt).Write(w);
        w.Count(Row);
        w.Signed(ClosedAt.UnixMs - OpenedAt.UnixMs);
        CountedFactCodec.Write(w, CollectionsMarshal.AsSpan(Counted), new CountedFact(Row, default, OpenedAt));
        w.EndPart(record);
    }

    /// <param name="record">The content of the part.</param>
    public static ClosedContact Read(ReadOnlySpan<byte> record)
    {
        var r = new VarReader(record);
        var head = LedgerRecordHead.Read(ref r);
        var row = r.Count();
        var openedAt = new Instant(head.DoneAt.UnixMs - r.Signed());
        return new ClosedContact(
            head.ContactId, openedAt, head.DoneAt, row,
            CountedFactCodec.Read(ref r, new CountedFact(row, default, openedAt), StoredFormat.Newest));
    }
}
