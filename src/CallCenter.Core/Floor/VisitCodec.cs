using CallCenter.Core.Encoding;
using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;

namespace CallCenter.Core.Floor;

/// <summary>The stored form of a visit. Times are relative to its start, so that they are short. In format 1 lists have a count, from
/// format 2 on lists and their entries have a length, and counts are relative to the ones before them.</summary>
internal static class VisitCodec
{
    // Visits in wrap-up that were stored before their outcome was end with one of the flags 0 and 1, of replies.
    private const byte OutcomeMark = 2;

    public static void WriteFixed(VarWriter w, Visit v)
    {
        VisitFixedHead.Write(w, v.QueuedAt);
        w.Text(v.Id);
        w.Text(v.ContactId == v.Id ? "" : v.ContactId);
        w.Text(v.Traits.Queue);
        w.Byte((byte)v.Traits.Channel);
        w.Byte((byte)v.Traits.Direction);
        w.Text(v.Traits.CustomerTier);
        w.Text(v.Traits.IssueType);
        w.Text(v.Traits.Complexity);
        w.Text(v.Traits.Tags);
        if ((v.Traits.CustomerSegment.Length | v.Traits.Priority.Length | v.Traits.Language.Length | v.CustomerContact) == 0) return;
        w.Text(v.Traits.CustomerSegment);
        w.Text(v.Traits.Priority);
        w.Text(v.Traits.Language);
        if (v.CustomerContact != 0) w.Signed(v.CustomerContact);
    }

    public static Visit ReadFixed(FloorItem item)
    {
        var r = new VarReader(item.Value);
        var queuedAt = VisitFixedHead.Read(ref r);
        var id = r.Text();
        var contactId = r.Text();
        var traits = new VisitTraits(r.Text(), (Channel)r.Byte(), (Direction)r.Byte(), r.Text(), r.Text(), r.Text(), r.Text());
        if (!r.AtEnd) traits = traits with { CustomerSegment = r.Text(), Priority = r.Text(), Language = r.Text() };
        return new Visit(item.Key.Handle, id, contactId.Length == 0 ? id : contactId, traits, queuedAt)
        {
            CustomerContact = r.AtEnd ? 0 : (int)r.Signed(),
        };
    }

    public static void WriteLive(VarWriter w, Visit v, int format)
    {
        new VisitLiveHead((byte)v.State, !v.CountsFacts, v.Excluded, v.QueueRow)
        {
            AwaitsResponse = Conversation.IsAwaited(v),
            IsWithoutResponses = v.IsWithoutResponses,
        }.Write(w);
        WriteTime(w, v, v.LastAt);
        WriteTime(w, v, v.SeenAt);
        WriteOffers(w, v, format);
        if (format == StoredFormat.Oldest) CountedFactCodec.Write1(w, v.Counted.All, StartOf(v));
        else WriteCounted(w, v, v.Counted.Unsettled);
        if (v.State != VisitState.Waiting) WriteConnected(w, v);
        if (v.State == VisitState.WrapUp) WriteOutcome(w, v);
        else WriteReplies(w, v);
    }

    private static void WriteReplies(VarWriter w, Visit v)
    {
        if (!v.HasReply && v.AskedAt is null) return;
        w.Byte((byte)(v.HasReply ? 1 : 0));
        if (v.AskedAt is { } askedAt) WriteTime(w, v, askedAt);
    }

    private static void ReadReplies(ref VarReader r, Visit v)
    {
        if (r.AtEnd) return;
        v.HasReply = r.Byte() != 0;
        if (!r.AtEnd) v.AskedAt = ReadTime(ref r, v);
    }

    private static void WriteOutcome(VarWriter w, Visit v)
    {
        if (v.Outcome is not { } outcome) return;
        w.Byte(OutcomeMark);
        w.Byte((byte)outcome);
        w.Count(v.TransferRow);
        w.Bool(v.EndedRingingOrHeld);
    }

    private static void ReadOutcome(ref VarReader r, Visit v)
    {
        if (r.AtEnd || r.Byte() != OutcomeMark) return;
        v.Outcome = (VisitOutcome)r.Byte();
        v.TransferRow = r.Count();
        v.EndedRingingOrHeld = !r.AtEnd && r.Bool();
    }

    private static void WriteConnected(VarWriter w, Visit v)
    {
        w.Count(v.Agent!.Handle);
        w.Count(v.AgentRow);
        WriteTime(w, v, v.AnsweredAt);
        w.Signed(v.WaitMs);
        w.Signed(v.RingMs);
        w.Signed(v.HoldMs);
        w.Count(v.Holds);
        if (v.State == VisitState.OnHold) WriteTime(w, v, v.HeldSince);
        if (v.State != VisitState.WrapUp) return;
        WriteTime(w, v, v.EndedAt);
        w.Signed(v.TalkMs);
    }

    /// <summary>Sets the fields of a visit. The counters of its agent are the machine's.</summary>
    public static void ReadLive(Visit v, ReadOnlySpan<byte> value, Func<int, Agent> agentOf)
    {
        var r = new VarReader(value);
        var head = VisitLiveHead.Read(ref r, out var format);
        v.State = (VisitState)head.State;
        if (v.State is < VisitState.Waiting or > VisitState.WrapUp) throw new StoredFormException("a stored visit is in no known state");
        (v.CountsFacts, v.Excluded, v.QueueRow) = (!head.IsUncounted, head.IsExcluded, head.Row);
        v.IsWithoutResponses = head.IsWithoutResponses;
        v.LastAt = ReadTime(ref r, v);
        v.SeenAt = ReadTime(ref r, v);
        ReadOffers(ref r, v, format, agentOf);
        v.Counted = new CountedFacts(ReadCounted(ref r, v, format), 0);
        if (v.State != VisitState.Waiting) ReadConnected(ref r, v, agentOf);
        if (v.State == VisitState.WrapUp) ReadOutcome(ref r, v);
        else ReadReplies(ref r, v);
    }

    private static void ReadConnected(ref VarReader r, Visit v, Func<int, Agent> agentOf)
    {
        v.Agent = agentOf(r.Count());
        v.AgentRow = r.Count();
        v.AnsweredAt = ReadTime(ref r, v);
        v.WaitMs = r.Signed();
        v.RingMs = r.Signed();
        v.HoldMs = r.Signed();
        v.Holds = r.Count();
        if (v.State == VisitState.OnHold) v.HeldSince = ReadTime(ref r, v);
        if (v.State != VisitState.WrapUp) return;
        v.EndedAt = ReadTime(ref r, v);
        // Not stored before there were handle times.
        v.TalkMs = r.AtEnd ? v.EndedAt.UnixMs - v.AnsweredAt.UnixMs : r.Signed();
    }

    private static void WriteOffers(VarWriter w, Visit v, int format)
    {
        var list = StoredList.Begin(w, v.Offers.Count, format);
        foreach (var offer in v.Offers.All)
        {
            var entry = StoredList.BeginEntry(w, format);
            w.Count(offer.Agent.Handle);
            WriteTime(w, v, offer.Since);
            w.Count(offer.Row);
            StoredList.End(w, entry);
        }
        StoredList.End(w, list);
    }

    private static void ReadOffers(ref VarReader r, Visit v, int format, Func<int, Agent> agentOf)
    {
        if (format == 1)
        {
            for (var n = r.Count(); n > 0; n--) v.Offers.Add(ReadOffer(ref r, v, agentOf));
            return;
        }
        var list = r.Part();
        while (!list.AtEnd)
        {
            var entry = list.Part();
            v.Offers.Add(ReadOffer(ref entry, v, agentOf));
        }
    }

    private static Offer ReadOffer(ref VarReader r, Visit v, Func<int, Agent> agentOf) => new(agentOf(r.Count()), ReadTime(ref r, v),
        r.Count());

    /// <summary>Sets the counted facts that are stored apart, after the live part.</summary>
    public static void ReadSettled(Visit v, ReadOnlySpan<byte> value)
    {
        var r = new VarReader(value);
        v.Counted = v.Counted.After(ReadCounted(ref r, v, StoredFormat.Read(ref r, "visit's counts")));
    }

    public static void WriteCounted(VarWriter w, Visit v, ReadOnlySpan<CountedFact> counted)
        => CountedFactCodec.Write(w, counted, StartOf(v));

    public static List<CountedFact> ReadCounted(ref VarReader r, Visit v, int format) => CountedFactCodec.Read(ref r, StartOf(v), format);

    private static CountedFact StartOf(Visit v) => new(v.QueueRow, default, v.QueuedAt);

    private static void WriteTime(VarWriter w, Visit v, Instant time) => w.Signed(time.UnixMs - v.QueuedAt.UnixMs);

    private static Instant ReadTime(ref VarReader r, Visit v) => new(v.QueuedAt.UnixMs + r.Signed());
}
