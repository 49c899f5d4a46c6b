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
    private const byte OutboundFlag = 1, RecoveredFlag = 2, FinalFlag = 4;

    /// <summary>The contact; empty once the id is another contact's, or forgotten.</summary>
    public string ContactId { get; init; } = "";

    /// <summary>How often it was answered or resolved.</summary>
    public int Served { get; init; }

    /// <summary>How often the customer gave up waiting in it.</summary>
    public int Missed { get; init; }

    /// <summary>The contact centre began it: no contact of the customer's, but it may make up for a missed one.</summary>
    public bool IsOutbound { get; init; }

    /// <summary>Nobody answered before the customer gave up, and the customer had a later contact that was served soon after.</summary>
    public bool IsRecovered { get; init; }

    /// <summary>Enough time has passed since for a repeat.</summary>
    public bool IsFinal { get; init; }

    public bool IsServed => Served > 0 && !IsOutbound;

    public bool IsMissed => Missed > 0 && Served <= 0;

    /// <summary>The customer had an earlier contact, not long before.</summary>
    public bool IsRepeat { get; init; }

    /// <summary>The customer had a later contact, not long after.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>What is counted of it.</summary>
    public static readonly IReadOnlyList<(Measure Measure, Func<CustomerContact, bool> Has)> Measures =
    [
        (Measure.CustomerContacts, contact => !contact.IsOutbound),
        (Measure.RepeatContacts, contact => contact.IsRepeat),
        (Measure.CustomerContactsServed, contact => contact.IsServed),
        (Measure.ContactsRepeated, contact => contact.IsServed && contact.IsRepeated),
        (Measure.CustomerContactsServedFinal, contact => contact.IsServed && contact.IsFinal),
        (Measure.ContactsRepeatedFinal, contact => contact.IsServed && contact.IsRepeated && contact.IsFinal),
        (Measure.CustomerContactsMissed, contact => contact.IsMissed && !contact.IsOutbound),
        (Measure.MissedContactsRecovered, contact => contact.IsRecovered),
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
        w.Count(c.Missed);
        w.Byte((byte)((c.IsOutbound ? OutboundFlag : 0) | (c.IsRecovered ? RecoveredFlag : 0) | (c.IsFinal ? FinalFlag : 0)));
    }

    public static CustomerContact Read(FloorItem item)
    {
        var r = new VarReader(item.Value);
        StoredFormat.Read(ref r, "customer's contact");
        var (customerId, contactId) = (r.Text(), r.Text());
        var contact = new CustomerContact(item.Key.Handle, customerId, new Instant(r.Signed()), r.Count())
        {
            ContactId = contactId,
            Served = r.Count(),
            IsRepeat = r.Bool(),
            IsRepeated = r.Bool(),
        };
        // Not stored before there were missed contacts.
        if (r.AtEnd) return contact;
        contact = contact with { Missed = r.Count() };
        var flags = r.Byte();
        return contact with
        {
            IsOutbound = (flags & OutboundFlag) != 0,
            IsRecovered = (flags & RecoveredFlag) != 0,
            IsFinal = (flags & FinalFlag) != 0,
        };
    }
}
