using CallCenter.Core.Encoding;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;

namespace CallCenter.Core.Floor;

/// <summary>The stored form of a contact. Times are relative to the first one, so that they are short.</summary>
internal static class ContactCodec
{
    public static void Write(VarWriter w, Contact c)
    {
        w.Text(c.Id);
        w.Signed(c.EnteredAt.UnixMs);
        w.Count(c.EntryRow);
        w.Byte((byte)c.Decision);
        WriteVisit(w, c, c.ArrivedBy);
        WriteVisit(w, c, c.DecidedBy);
        WriteVisit(w, c, c.HandledBy);
        WriteVisit(w, c, c.TransferredBy);
        WriteTime(w, c, c.EndedAt);
        WriteTime(w, c, c.SeenAt);
        if (c.Decision == ContactDecision.Left)
        {
            w.Count(c.Left.Row);
            WriteTime(w, c, c.Left.At);
            w.Signed(c.Left.WaitMs);
        }
        if (c.Life is not { } life) return;
        ContactLifeCodec.Write(w, life);
        CountedFactCodec.Write(w, c.Counted.Unsettled, StartOf(life));
    }

    /// <summary>Reads a contact. How many of its visits are live is the loader's.</summary>
    public static Contact Read(FloorItem item)
    {
        var r = new VarReader(item.Value);
        StoredFormat.Read(ref r, "contact");
        var c = new Contact(item.Key.Handle, r.Text())
        {
            EnteredAt = new Instant(r.Signed()),
            EntryRow = r.Count(),
            Decision = (ContactDecision)r.Byte(),
        };
        if (c.Decision > ContactDecision.Left) throw new StoredFormException("a stored contact was decided in no known way");
        (c.ArrivedBy, c.DecidedBy) = (ReadVisit(ref r, c), ReadVisit(ref r, c));
        (c.HandledBy, c.TransferredBy) = (ReadVisit(ref r, c), ReadVisit(ref r, c));
        c.EndedAt = ReadTime(ref r, c);
        c.SeenAt = ReadTime(ref r, c);
        if (c.Decision == ContactDecision.Left) c.Left = new ContactLeft(r.Count(), ReadTime(ref r, c), r.Signed());
        if (r.AtEnd) return c;
        c.Life = ContactLifeCodec.Read(ref r);
        if (!r.AtEnd) c.Counted = new CountedFacts(CountedFactCodec.Read(ref r, StartOf(c.Life), StoredFormat.Newest), 0);
        return c;
    }

    public static void WriteSettled(VarWriter w, Contact c) => CountedFactCodec.Write(w, c.Counted.SettledFacts, StartOf(c.Life!));

    /// <summary>Sets the counted facts that are stored apart.</summary>
    public static void ReadSettled(Contact c, ReadOnlySpan<byte> value)
    {
        var r = new VarReader(value);
        var format = StoredFormat.Read(ref r, "contact's counts");
        if (c.Life is { } life) c.Counted = c.Counted.After(CountedFactCodec.Read(ref r, StartOf(life), format));
    }

    private static CountedFact StartOf(ContactLife life) => new(life.Row, default, life.OpenedAt);

    // The ids of all are mostly one.
    private static void WriteVisit(VarWriter w, Contact c, ContactVisit visit)
    {
        w.Byte((byte)(visit.IsNone ? 0 : visit.Id == c.Id ? 1 : 2));
        if (visit.IsNone) return;
        if (visit.Id != c.Id) w.Text(visit.Id!);
        w.Count(visit.Handle);
        WriteTime(w, c, visit.QueuedAt);
    }

    private static ContactVisit ReadVisit(ref VarReader r, Contact c)
    {
        var form = r.Byte();
        if (form == 0) return default;
        var id = form == 1 ? c.Id : r.Text();
        return new ContactVisit(r.Count(), id, ReadTime(ref r, c));
    }

    private static void WriteTime(VarWriter w, Contact c, Instant time) => w.Signed(time.UnixMs - c.EnteredAt.UnixMs);

    private static Instant ReadTime(ref VarReader r, Contact c) => new(c.EnteredAt.UnixMs + r.Signed());
}
