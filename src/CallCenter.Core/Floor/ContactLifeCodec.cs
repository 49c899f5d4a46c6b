using CallCenter.Core.Encoding;
using CallCenter.Core.Events;
using CallCenter.Core.Identity;

namespace CallCenter.Core.Floor;

/// <summary>The stored form of the course of a contact: a part with a length. Times are relative to the opening.</summary>
internal static class ContactLifeCodec
{
    private const byte ResolvedFlag = 1, ResponseFlag = 2, SecondAgentFlag = 4, CustomerMessageFlag = 8, AskedFlag = 16,
        AtOnceFlag = 32, InboundFlag = 64, KeepsCountsFlag = 128;
    private const byte ExcludedFlag = 1, UnansweredFlag = 2; // Of a byte that follows.

    public static void Write(VarWriter w, ContactLife life)
    {
        var part = w.BeginPart();
        w.Signed(life.OpenedAt.UnixMs);
        w.Count(life.Row);
        w.Byte((byte)life.Channel);
        w.Byte((byte)life.State);
        w.Byte((byte)((life.IsResolved ? ResolvedFlag : 0) | (life.HasResponse ? ResponseFlag : 0)
            | (life.HasSecondAgent ? SecondAgentFlag : 0) | (life.HasCustomerMessage ? CustomerMessageFlag : 0)
            | (life.AskedAt is null ? 0 : AskedFlag) | (life.AtOnce is null ? 0 : AtOnceFlag)
            | (life.IsInbound ? InboundFlag : 0) | (life.KeepsCounts ? KeepsCountsFlag : 0)));
        w.Text(life.Agent);
        w.Text(life.FirstAgent);
        w.Count(life.Cycle);
        WriteTime(life.CycleAt);
        WriteTime(life.SelfServiceSince);
        w.Signed(life.SelfServiceMs);
        WriteTime(life.LastAt);
        if (life.AskedAt is { } askedAt) WriteTime(askedAt);
        if (life.AtOnce is { } once)
        {
            w.Count(once.Row);
            WriteTime(once.At);
        }
        if (life.IsExcluded || life.UnansweredSince is not null)
        {
            w.Byte((byte)((life.IsExcluded ? ExcludedFlag : 0) | (life.UnansweredSince is null ? 0 : UnansweredFlag)));
            if (life.UnansweredSince is { } since) WriteTime(since);
        }
        w.EndPart(part);

        void WriteTime(Instant at) => w.Signed(at.UnixMs - life.OpenedAt.UnixMs);
    }

    public static ContactLife Read(ref VarReader reader)
    {
        var r = reader.Part();
        var openedAt = new Instant(r.Signed());
        var life = new ContactLife(openedAt, r.Count(), (Channel)r.Byte()) { State = (ContactState)r.Byte() };
        if (!Enum.IsDefined(life.Channel) || !Enum.IsDefined(life.State))
            throw new StoredFormException("a stored contact is in no known state");
        var flags = r.Byte();
        life = life with
        {
            IsResolved = (flags & ResolvedFlag) != 0,
            HasResponse = (flags & ResponseFlag) != 0,
            HasSecondAgent = (flags & SecondAgentFlag) != 0,
            HasCustomerMessage = (flags & CustomerMessageFlag) != 0,
            IsInbound = (flags & InboundFlag) != 0,
            KeepsCounts = (flags & KeepsCountsFlag) != 0,
            Agent = r.Text(),
            FirstAgent = r.Text(),
            Cycle = r.Count(),
            CycleAt = ReadTime(ref r, openedAt),
            SelfServiceSince = ReadTime(ref r, openedAt),
            SelfServiceMs = r.Signed(),
            LastAt = ReadTime(ref r, openedAt),
        };
        if ((flags & AskedFlag) != 0) life = life with { AskedAt = ReadTime(ref r, openedAt) };
        if ((flags & AtOnceFlag) != 0) life = life with { AtOnce = new ContactLeft(r.Count(), ReadTime(ref r, openedAt), 0) };
        if (r.AtEnd) return life;
        var more = r.Byte();
        life = life with { IsExcluded = (more & ExcludedFlag) != 0 };
        return (more & UnansweredFlag) == 0 ? life : life with { UnansweredSince = ReadTime(ref r, openedAt) };
    }

    private static Instant ReadTime(ref VarReader r, Instant openedAt) => new(openedAt.UnixMs + r.Signed());
}
