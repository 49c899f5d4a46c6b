using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>The stored form of what is live. Times of a visit are kept relative to its start, so that they are short.</summary>
internal static class FloorCodec
{
    /// <param name="w">Room to write in; what it holds is forgotten.</param>
    public static byte[] Encode(VarWriter w, FloorItemKind kind, object thing)
    {
        w.Clear();
        switch (kind)
        {
            case FloorItemKind.VisitFixed:
                WriteFixed(w, (Visit)thing);
                break;
            case FloorItemKind.VisitLive:
                WriteLive(w, (Visit)thing);
                break;
            case FloorItemKind.AgentFixed:
                WriteFixed(w, (Agent)thing);
                break;
            case FloorItemKind.AgentLive:
                WriteLive(w, (Agent)thing);
                break;
            case FloorItemKind.AgentClock:
                w.Signed(((Agent)thing).LastAt.UnixMs);
                break;
            case FloorItemKind.EventId:
                WriteEventId(w, (RememberedEvent)thing);
                break;
            case FloorItemKind.Source:
                WriteStatus(w, (SourceStatus)thing);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
        return w.ToArray();
    }

    /// <summary>Rebuilds a floor from its stored things, in any order.</summary>
    public static void Restore(
        FloorState state, AgentMachine machine, EventIds eventIds, SourceStatus status, IEnumerable<FloorItem> items)
    {
        var byKind = items.Where(i => i.Value is not null).ToLookup(i => i.Key.Kind);
        var agents = new Dictionary<int, Agent>();
        foreach (var item in byKind[FloorItemKind.AgentFixed])
        {
            state.UseHandle(item.Key);
            var agent = ReadAgent(item);
            agents.Add(agent.Handle, agent);
            state.Agents[agent.Id] = agent;
        }
        foreach (var item in byKind[FloorItemKind.AgentLive]) ReadLive(Find(agents, item.Key.Handle), item.Value);
        foreach (var item in byKind[FloorItemKind.AgentClock])
            Find(agents, item.Key.Handle).LastAt = new Instant(new VarReader(item.Value).Signed());
        var visits = new Dictionary<int, Visit>();
        foreach (var item in byKind[FloorItemKind.VisitFixed])
        {
            state.UseHandle(item.Key);
            var visit = ReadVisit(item);
            visits.Add(visit.Handle, visit);
            state.Visits[visit.Id] = visit;
        }
        foreach (var item in byKind[FloorItemKind.VisitLive]) ReadLive(Find(visits, item.Key.Handle), item.Value, agents);
        foreach (var item in byKind[FloorItemKind.EventId].OrderBy(i => i.Key.Handle)) eventIds.Restore(ReadEventId(item));
        foreach (var item in byKind[FloorItemKind.Source]) ReadStatus(item.Value, status);
        foreach (var agent in agents.Values) machine.Restore(agent);
    }

    /// <summary>Start and row of a visit if it is waiting: what a reader needs for the longest wait.</summary>
    public static (bool IsWaiting, int QueueRow, bool Counts) PeekLive(ReadOnlySpan<byte> value)
    {
        var r = new VarReader(value);
        var state = (VisitState)r.Byte();
        var flags = r.Byte();
        var row = r.Count();
        return (state == VisitState.Waiting, row, (flags & ExcludedFlag) == 0);
    }

    public static Instant PeekQueuedAt(ReadOnlySpan<byte> value) => new(new VarReader(value).Signed());

    public static SourceStatus ReadStatus(ReadOnlySpan<byte> value)
    {
        var status = new SourceStatus();
        ReadStatus(value, status);
        return status;
    }

    private static T Find<T>(Dictionary<int, T> things, int handle)
        => things.TryGetValue(handle, out var thing)
            ? thing
            : throw new StoredFormException("A stored floor refers to what it does not have.");

    private const byte UncountedFlag = 1;
    private const byte ExcludedFlag = 2;

    private static void WriteFixed(VarWriter w, Visit v)
    {
        w.Signed(v.QueuedAt.UnixMs);
        w.Text(v.Id);
        w.Text(v.ContactId == v.Id ? "" : v.ContactId);
        w.Text(v.Traits.Queue);
        w.Byte((byte)v.Traits.Channel);
        w.Byte((byte)v.Traits.Direction);
        w.Text(v.Traits.CustomerTier);
        w.Text(v.Traits.IssueType);
        w.Text(v.Traits.Complexity);
        w.Text(v.Traits.Tags);
    }

    private static Visit ReadVisit(FloorItem item)
    {
        var r = new VarReader(item.Value);
        var queuedAt = new Instant(r.Signed());
        var id = r.Text();
        var contactId = r.Text();
        var traits = new VisitTraits(r.Text(), (Channel)r.Byte(), (Direction)r.Byte(), r.Text(), r.Text(), r.Text(), r.Text());
        return new Visit(item.Key.Handle, id, contactId.Length == 0 ? id : contactId, traits, queuedAt);
    }

    private static void WriteLive(VarWriter w, Visit v)
    {
        w.Byte((byte)v.State);
        w.Byte((byte)((v.CountsFacts ? 0 : UncountedFlag) | (v.Excluded ? ExcludedFlag : 0)));
        w.Count(v.QueueRow);
        w.Signed(v.LastAt.UnixMs - v.QueuedAt.UnixMs);
        w.Signed(v.SeenAt.UnixMs - v.QueuedAt.UnixMs);
        w.Count(v.Offers.Count);
        foreach (var offer in v.Offers)
        {
            w.Count(offer.Agent.Handle);
            w.Signed(offer.Since.UnixMs - v.QueuedAt.UnixMs);
            w.Count(offer.Row);
        }
        w.Count(v.Counted.Count);
        foreach (var fact in v.Counted)
        {
            w.Count(fact.Row);
            w.Count((int)fact.Measure);
            w.Signed(fact.At.UnixMs - v.QueuedAt.UnixMs);
        }
        if (v.State == VisitState.Waiting) return;
        w.Count(v.Agent!.Handle);
        w.Count(v.AgentRow);
        w.Signed(v.AnsweredAt.UnixMs - v.QueuedAt.UnixMs);
        w.Signed(v.WaitMs);
        w.Signed(v.RingMs);
        w.Signed(v.HoldMs);
        w.Count(v.Holds);
        if (v.State == VisitState.OnHold) w.Signed(v.HeldSince.UnixMs - v.QueuedAt.UnixMs);
        if (v.State == VisitState.WrapUp) w.Signed(v.WrapUpSince.UnixMs - v.QueuedAt.UnixMs);
    }

    private static void ReadLive(Visit v, ReadOnlySpan<byte> value, Dictionary<int, Agent> agents)
    {
        var r = new VarReader(value);
        v.State = (VisitState)r.Byte();
        var flags = r.Byte();
        v.CountsFacts = (flags & UncountedFlag) == 0;
        v.Excluded = (flags & ExcludedFlag) != 0;
        v.QueueRow = r.Count();
        v.LastAt = new Instant(v.QueuedAt.UnixMs + r.Signed());
        v.SeenAt = new Instant(v.QueuedAt.UnixMs + r.Signed());
        for (var n = r.Count(); n > 0; n--)
        {
            var offer = new Offer(Find(agents, r.Count()), new Instant(v.QueuedAt.UnixMs + r.Signed()), r.Count());
            v.Offers.Add(offer);
            offer.Agent.Ringing++;
        }
        for (var n = r.Count(); n > 0; n--)
            v.Counted.Add(new CountedFact(r.Count(), (Measure)r.Count(), new Instant(v.QueuedAt.UnixMs + r.Signed())));
        if (v.State == VisitState.Waiting) return;
        var agent = v.Agent = Find(agents, r.Count());
        v.AgentRow = r.Count();
        v.AnsweredAt = new Instant(v.QueuedAt.UnixMs + r.Signed());
        v.WaitMs = r.Signed();
        v.RingMs = r.Signed();
        v.HoldMs = r.Signed();
        v.Holds = r.Count();
        if (v.State == VisitState.OnHold) v.HeldSince = new Instant(v.QueuedAt.UnixMs + r.Signed());
        if (v.State == VisitState.WrapUp) v.WrapUpSince = new Instant(v.QueuedAt.UnixMs + r.Signed());
        switch (v.State)
        {
            case VisitState.Talking:
                agent.Talking++;
                break;
            case VisitState.OnHold:
                agent.OnHold++;
                break;
            case VisitState.WrapUp:
                agent.InWrapUp++;
                break;
            default:
                throw new StoredFormException("A stored visit is in no known state.");
        }
    }

    private static void WriteFixed(VarWriter w, Agent a)
    {
        w.Text(a.Id);
        w.Text(a.DisplayName);
        w.Text(a.Team);
        w.Text(a.Seniority);
    }

    private static Agent ReadAgent(FloorItem item)
    {
        var r = new VarReader(item.Value);
        return new Agent(item.Key.Handle, r.Text()) { DisplayName = r.Text(), Team = r.Text(), Seniority = r.Text() };
    }

    private static void WriteLive(VarWriter w, Agent a)
    {
        w.Byte((byte)a.Presence);
        w.Text(a.Reason);
        w.Bool(a.OnShift);
        w.Signed(a.ShiftStart.UnixMs);
        w.Signed(a.ShiftEnd.UnixMs - a.ShiftStart.UnixMs);
        w.Count(a.Slots.Count);
        foreach (var (channel, count) in a.Slots)
        {
            w.Byte((byte)channel);
            w.Count(count);
        }
        w.Count(a.Memberships.Count);
        foreach (var membership in a.Memberships.Values)
        {
            w.Text(membership.Queue);
            w.Bool(membership.Paused);
            w.Text(membership.Reason);
        }
    }

    private static void ReadLive(Agent a, ReadOnlySpan<byte> value)
    {
        var r = new VarReader(value);
        a.Presence = (Presence)r.Byte();
        a.Reason = r.Text();
        a.OnShift = r.Bool();
        a.ShiftStart = new Instant(r.Signed());
        a.ShiftEnd = new Instant(a.ShiftStart.UnixMs + r.Signed());
        for (var n = r.Count(); n > 0; n--) a.Slots[(Channel)r.Byte()] = r.Count();
        for (var n = r.Count(); n > 0; n--)
        {
            var queue = r.Text();
            a.Memberships[queue] = new Membership(queue) { Paused = r.Bool(), Reason = r.Text() };
        }
    }

    private static void WriteEventId(VarWriter w, RememberedEvent e)
    {
        w.Text(e.EventId);
        w.Signed(e.SeenAt.UnixMs);
    }

    private static RememberedEvent ReadEventId(FloorItem item)
    {
        var r = new VarReader(item.Value);
        return new RememberedEvent(item.Key.Handle, r.Text(), new Instant(r.Signed()));
    }

    private static void WriteStatus(VarWriter w, SourceStatus s)
    {
        w.Signed(s.Newest.UnixMs);
        w.Count(s.Gaps.Count);
        foreach (var gap in s.Gaps)
        {
            w.Signed(gap.From.UnixMs);
            w.Signed(gap.To.UnixMs);
        }
    }

    private static void ReadStatus(ReadOnlySpan<byte> value, SourceStatus status)
    {
        var r = new VarReader(value);
        status.Newest = new Instant(r.Signed());
        for (var n = r.Count(); n > 0; n--) status.Gaps.Add(new FeedGap(new Instant(r.Signed()), new Instant(r.Signed())));
    }
}
