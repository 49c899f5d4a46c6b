using CallCenter.V1;

namespace CallCenter.Asterisk;

/// <summary>Corrects the known state by a snapshot, and reports the whole floor.</summary>
internal sealed class FloorMapper(VisitDesk desk, OfferMapper offers, TalkMapper talk)
{
    /// <summary>After missed events: missing visits are dropped, unknown ones adopted, and the report has the rest.</summary>
    public void Report(QueueSnapshot snapshot, DateTimeOffset time)
    {
        desk.Agents.Reconcile(snapshot.Members, snapshot.Asked);
        Follow(snapshot);
        var waiting = snapshot.Waiting.Select(row => (row.Caller, row.Queue)).ToHashSet();
        var talking = snapshot.Channels?.Talking.Select(row => (row.Caller, row.Queue)).ToHashSet();
        foreach (var visit in desk.Visits.Live.ToArray())
        {
            var key = (visit.Caller, visit.Queue);
            var isThere = visit.IsConnected ? talking?.Contains(key) ?? true : waiting.Contains(key) || talking?.Contains(key) == true;
            if (!isThere)
                desk.Drop(visit, time);
        }
        foreach (var row in snapshot.Waiting)
            Adopt(row, snapshot.Asked);
        foreach (var row in snapshot.Channels?.Talking ?? [])
            Adopt(row, snapshot.Asked);
        foreach (var visit in desk.Visits.Live.Where(visit => !visit.IsConnected).ToArray())
            offers.Forget(visit, time);
        desk.Outbox.Add(time, new Event { FloorReport = Floor() });
    }

    /// <summary>While events flow: members are corrected; a visit that is not there, twice in a row, has ended unseen.</summary>
    public void Correct(QueueSnapshot snapshot)
    {
        desk.Agents.Reconcile(snapshot.Members, snapshot.Asked);
        Follow(snapshot);
        var waiting = snapshot.Waiting.Select(row => (row.Caller, row.Queue)).ToHashSet();
        foreach (var visit in desk.Visits.Live.Where(visit => IsComparable(visit, snapshot)).ToArray())
        {
            var isThere = visit.IsConnected ? IsThere(visit, snapshot.Channels!.Live) : waiting.Contains((visit.Caller, visit.Queue));
            visit.MissedCount = isThere ? 0 : visit.MissedCount + 1;
            if (visit.MissedCount >= 2)
                desk.End(visit, VisitOutcome.Lost, snapshot.Asked);
        }
    }

    private static bool IsComparable(Visit visit, QueueSnapshot snapshot) => visit.Phase switch
    {
        VisitPhase.Waiting => visit.QueuedTime < snapshot.Asked,
        VisitPhase.Talking => visit.AnsweredTime < snapshot.Asked && snapshot.Channels is not null,
        _ => false,
    };

    private static bool IsThere(Visit visit, IReadOnlySet<string> live) =>
        live.Contains(visit.Caller) || live.Overlaps(visit.AgentChannels);

    /// <summary>Updates the legs, and the callers of visits whose channel is gone.</summary>
    private void Follow(QueueSnapshot snapshot)
    {
        if (snapshot.Channels is { } channels)
        {
            desk.Legs.Keep(channels.Live);
            foreach (var (near, far) in channels.Halves)
                desk.Legs.Joined(near, far);
            foreach (var (channel, bridge) in channels.Bridged)
                desk.Legs.Entered(channel, bridge);
        }
        foreach (var row in snapshot.Waiting.Where(row => row.Caller.Length > 0 && !desk.Visits.IsKnown(row.Caller, row.Queue)))
        {
            var orphans = desk.Visits.InQueue(row.Queue).Where(visit => visit is { IsOrphan: true, Phase: VisitPhase.Waiting }).ToArray();
            if (orphans is [var only])
                desk.Visits.Follow(only, row.Caller);
        }
    }

    private void Adopt(WaitingRow row, DateTimeOffset asked)
    {
        if (row.Caller.Length > 0 && !desk.Visits.Of(row.Caller).Any(visit => visit.Queue == row.Queue && !visit.IsConnected))
            desk.Visits.Open(row.Caller, row.Queue, asked - row.Wait, asked);
    }

    private void Adopt(TalkingRow row, DateTimeOffset asked)
    {
        if (row.Caller.Length == 0 || desk.Visits.Of(row.Caller).Any(visit => visit.Queue == row.Queue && visit.IsConnected))
            return;
        var visit = desk.Visits.Of(row.Caller).FirstOrDefault(each => each.Queue == row.Queue);
        // A visit that ended by a transfer leaves its caller in Queue(); and without an agent there is nobody to give it to.
        if (row.Interface.Length == 0 || (visit is null && desk.Visits.IsKnown(row.Caller, row.Queue)))
            return;
        visit ??= desk.Visits.Open(row.Caller, row.Queue, asked - row.Age, asked);
        talk.Connect(visit, desk.Agents.Know(row.Interface, "", asked), row.AgentChannel, asked);
    }

    private FloorReport Floor()
    {
        var report = new FloorReport();
        report.Visits.AddRange(desk.Visits.Live.Select(Live));
        report.Agents.AddRange(desk.Agents.All.Where(agent => agent.Presence != Presence.Offline).Select(Live));
        return report;
    }

    private static LiveVisit Live(Visit visit) => new()
    {
        Visit = WaitMapper.Describe(visit),
        QueuedTime = Outbox.Stamp(visit.QueuedTime),
        Agent = visit.IsConnected ? visit.Agent!.Id : "",
        AnsweredTime = visit.IsConnected ? Outbox.Stamp(visit.AnsweredTime) : null,
        HeldTime = visit is { IsConnected: true, IsHeld: true } ? Outbox.Stamp(visit.HoldChangedTime) : null,
    };

    private static LiveAgent Live(Agent agent)
    {
        var live = new LiveAgent { Agent = agent.Id, Presence = agent.Presence, Reason = agent.Reason };
        foreach (var (queue, membership) in agent.Memberships.Where(pair => !pair.Value.IsLeft))
            live.Memberships.Add(new LiveMembership { Queue = Ids.Identity(queue), State = membership.State, Reason = membership.Reason });
        return live;
    }
}
