using CallCenter.Core.Encoding;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;

namespace CallCenter.Core.Floor;

/// <summary>The stored form of what is live, an item a thing. A value begins with the number of its format.</summary>
internal static class FloorCodec
{
    /// <summary>Whether a thing is to be stored as an item of a kind.</summary>
    public static bool Has(FloorItemKind kind, object thing) => kind switch
    {
        FloorItemKind.OpenContact => ((Contact)thing).Life is { IsResolved: false, IsExcluded: false },
        FloorItemKind.VisitCounted => ((Visit)thing).Counted.Settled > 0,
        FloorItemKind.ContactCounted => ((Contact)thing).Counted.Settled > 0,
        _ => true,
    };

    /// <param name="w">Its former content is discarded.</param>
    public static byte[] Encode(VarWriter w, FloorItemKind kind, object thing, int format)
    {
        w.Clear();
        if (kind != FloorItemKind.Source) w.Byte((byte)format);
        switch (kind)
        {
            case FloorItemKind.VisitFixed:
                VisitCodec.WriteFixed(w, (Visit)thing);
                break;
            case FloorItemKind.VisitLive:
                VisitCodec.WriteLive(w, (Visit)thing, format);
                break;
            case FloorItemKind.AgentFixed:
                AgentCodec.WriteFixed(w, (Agent)thing);
                break;
            case FloorItemKind.AgentLive:
                AgentCodec.WriteLive(w, (Agent)thing, format);
                break;
            case FloorItemKind.AgentClock:
                AgentClockCodec.Write(w, (Agent)thing, format);
                break;
            case FloorItemKind.VisitLegs:
                LegCodec.Write(w, (Visit)thing);
                break;
            case FloorItemKind.VisitCounted:
                VisitCodec.WriteCounted(w, (Visit)thing, ((Visit)thing).Counted.SettledFacts);
                break;
            case FloorItemKind.ContactCounted:
                ContactCodec.WriteSettled(w, (Contact)thing);
                break;
            case FloorItemKind.Contact:
                ContactCodec.Write(w, (Contact)thing);
                break;
            case FloorItemKind.OpenContact:
                var life = ((Contact)thing).Life!;
                new OpenContactHead(life.Row, life.OpenedAt, life.UnansweredSince).Write(w);
                break;
            case FloorItemKind.CustomerContact:
                CustomerContact.Write(w, (CustomerContact)thing);
                break;
            case FloorItemKind.EventId:
                WriteEventId(w, (RememberedEvent)thing, format);
                break;
            case FloorItemKind.Source:
                SourceStatusCodec.Write(w, (SourceStatus)thing, format);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
        return w.ToArray();
    }

    public static RememberedEvent ReadEventId(FloorItem item)
    {
        var r = new VarReader(item.Value);
        StoredFormat.Read(ref r, "event id");
        var (id, seenAt) = (r.Text(), new Instant(r.Signed()));
        // Records of format 1, and the first ones of format 2, lack the time of the event.
        return new RememberedEvent(item.Key.Handle, id, seenAt, r.AtEnd ? seenAt : new Instant(r.Signed()));
    }

    private static void WriteEventId(VarWriter w, RememberedEvent e, int format)
    {
        w.Text(e.EventId);
        w.Signed(e.SeenAt.UnixMs);
        if (format > StoredFormat.Oldest) w.Signed(e.At.UnixMs);
    }
}
