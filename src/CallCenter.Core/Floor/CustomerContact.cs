using CallCenter.Core.Encoding;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>A recent contact of a customer whose id is known. A change makes a new one.</summary>
/// <param name="At">When it began.</param>
/// <param name="Row">Where it counts: the row of its first visit, or of its opening.</param>
internal sealed record CustomerContact(int Handle, string CustomerId, Instant At, int Row)
{
    /// <summary>The contact; empty once the id is another contact's, or forgotten.</summary>
    public string ContactId { get; init; } = "";

    /// <summary>How often it was answered or resolved.</summary>
    public int Served { get; init; }

    /// <summary>The customer had an earlier contact, not long before.</summary>
    public bool IsRepeat { get; init; }

    /// <summary>The customer had a later contact, not long after.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>What is counted of it.</summary>
    public static readonly IReadOnlyList<(Measure Measure, Func<CustomerContact, bool> Has)> Measures =
    [
        (Measure.CustomerContacts, _ => true),
        (Measure.RepeatContacts, contact => contact.IsRepeat),
        (Measure.CustomerContactsServed, contact => contact.Served > 0),
        (Measure.ContactsRepeated, contact => contact.Served > 0 && contact.IsRepeated),
    ];

    public static void Write(VarWriter w, CustomerContact c)
    {
        w.Text(c.CustomerId);
        w.Text(c.ContactId);
        w.Signed(c.At.UnixMs);
        w.Count(c.Row);
        w.Count(c.Served);
        w.Bool(c.IsRepeat);
        w.Bool(c.IsRepeated);
    }

    public static CustomerContact Read(FloorItem item)
    {
        var r = new VarReader(item.Value);
        StoredFormat.Read(ref r, "customer's contact");
        var (customerId, contactId) = (r.Text(), r.Text());
        return new CustomerContact(item.Key.Handle, customerId, new Instant(r.Signed()), r.Count())
        {
            ContactId = contactId,
            Served = r.Count(),
            IsRepeat = r.Bool(),
            IsRepeated = r.Bool(),
        };
    }
}
