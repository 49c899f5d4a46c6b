using CallCenter.V1;

namespace CallCenter.Asterisk;

/// <summary>Sets what is known right by a snapshot, and tells the whole floor.</summary>
internal sealed class FloorMapper(VisitDesk desk, WaitMapper wait, OfferMapper offers, TalkMapper talk)
{
    /// <summary>After missed events: visits that are gone are dropped, unknown ones taken over, and the report says the rest.</summary>
    public void Report(QueueSnapshot snapshot, DateTimeOffset time)
    {
        Agents(snapshot);
        var waiting = snapshot.Waiting.Select(row => (row.Caller, row.Queue)).ToHashSet();
        var talking = snapshot.Talking?.Select(row => (row.Caller, row.Queue)).ToHashSet();
        foreach (var visit in desk.Visits.Live.ToArray())
        {
            var key = (visit.Caller, visit.Queue);
            var isThere = visit.IsConnected ? talking?.Contains(key) ?? true : waiting.Contains(key) || talking?.Contains(key) == true;
            if (!isThere)
                desk.Drop(visit, time);
        }
        foreach (var row in snapshot.Waiting)
            Take(row, snapshot.Asked);
        foreach (var row in snapshot.Talking ?? [])
            Take(row, snapshot.Asked);
        foreach (var visit in desk.Visits.Live.Where(visit => !visit.IsConnected).ToArray())
            offers.Forget(visit, time);
        desk.Outbox.Add(time, new Event { FloorReport = Floor() });
    }

    /// <summary>While events flow: members are corrected; a caller who is not there, twice in a row, is gone unseen.</summary>
    public void Correct(QueueSnapshot snapshot)
    {
        Agents(snapshot);
        var waiting = snapshot.Waiting.Select(row => (row.Caller, row.Queue)).ToHashSet();
        foreach (var visit in desk.Visits.Live.Where(visit => visit.Phase == VisitPhase.Waiting).ToArray())
        {
            if (visit.QueuedTime >= snapshot.Asked)
                continue;
            visit.MissedCount = waiting.Contains((visit.Caller, visit.Queue)) ? 0 : visit.MissedCount + 1;
            if (visit.MissedCount >= 2)
                desk.End(visit, VisitOutcome.Lost, snapshot.Asked);
        }
    }

    private void Agents(QueueSnapshot snapshot)
    {
        foreach (var queue in snapshot.Queues)
            wait.KnowQueue(queue);
        desk.Agents.Reconcile(snapshot.Members, snapshot.Asked);
    }

    private void Take(WaitingRow row, DateTimeOffset asked)
    {
        if (row.Caller.Length > 0 && !desk.Visits.Of(row.Caller).Any(visit => visit.Queue == row.Queue && !visit.IsConnected))
            desk.Visits.Open(row.Caller, row.Queue, asked - row.Wait, asked);
    }

    private void Take(TalkingRow row, DateTimeOffset asked)
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
    };

    private static LiveAgent Live(Agent agent)
    {
        var live = new LiveAgent { Agent = agent.Id, Presence = agent.Presence, Reason = agent.Reason };
        foreach (var (queue, membership) in agent.Memberships.Where(pair => !pair.Value.IsLeft))
            live.Memberships.Add(new LiveMembership { Queue = Ids.Identity(queue), State = membership.State, Reason = membership.Reason });
        return live;
    }
}
