using CallCenter.Core.Encoding;
using CallCenter.Core.Identity;

namespace CallCenter.Core.Log;

/// <summary>Kinds of records of the ledger. The numbers are stored.</summary>
public enum LedgerRecordKind : byte
{
    /// <summary>A visit that is over. A later record of the same visit replaces an earlier one.</summary>
    FinishedVisit = 1,

    /// <summary>The id of a contact is to be erased from all earlier records of the source.</summary>
    Erasure = 2,

    /// <summary>A contact that its source opened and that is closed, or given up.</summary>
    ClosedContact = 3,
}

/// <summary>The beginning of a record of the ledger: all that the ledger itself reads of it. The rest is the machine's.</summary>
/// <param name="VisitId">The finished visit; empty in a record of another kind, and when it was erased.</param>
/// <param name="ContactId">The contact; empty when the visit's own id stands for it, or when it was erased.</param>
/// <param name="DoneAt">When nothing of the visit was left, after-call work included; when the contact was closed.</param>
public readonly record struct LedgerRecordHead(LedgerRecordKind Kind, string VisitId, string ContactId, Instant DoneAt)
{
    public void Write(VarWriter w)
    {
        w.Byte(StoredFormat.Newest);
        w.Byte((byte)Kind);
        w.Text(VisitId);
        w.Text(ContactId);
        w.Signed(DoneAt.UnixMs);
    }

    public static LedgerRecordHead Read(ref VarReader r)
    {
        StoredFormat.Read(ref r, "ledger record");
        return new LedgerRecordHead((LedgerRecordKind)r.Byte(), r.Text(), r.Text(), new Instant(r.Signed()));
    }

    /// <summary>Whether an id of the record is, or contains, that of a contact.</summary>
    public bool Names(string contactId) => Kind != LedgerRecordKind.Erasure
        && (ContactId == contactId || VisitId.Contains(contactId, StringComparison.Ordinal));

    /// <summary>The head without the ids that <see cref="Names"/> finds.</summary>
    public LedgerRecordHead Without(string contactId) => this with
    {
        ContactId = ContactId == contactId ? "" : ContactId,
        VisitId = VisitId.Contains(contactId, StringComparison.Ordinal) ? "" : VisitId,
    };
}
