using CallCenter.V1;

namespace CallCenter.Asterisk;

/// <summary>The agents: their names, the queues they are members of, and the presence that follows from both and from the device.</summary>
internal sealed class AgentBook(MappingOptions options, Deadlines deadlines, Outbox outbox)
{
    /// <summary>Reason of an agent whose device is in a call that came from no queue.</summary>
    public const string OtherCall = "other-call";

    /// <summary>A status raised just before a member left may arrive just after.</summary>
    private static readonly TimeSpan AfterLeaving = TimeSpan.FromSeconds(1);

    private readonly SortedDictionary<string, Agent> _agents = new(StringComparer.Ordinal);

    public IEnumerable<Agent> All => _agents.Values;

    /// <summary>The agent of this interface; described when new or first named.</summary>
    public Agent Know(string device, string name, DateTimeOffset time)
    {
        var id = Ids.Identity(device);
        if (!_agents.TryGetValue(id, out var agent))
            _agents[id] = agent = new Agent(id, device);
        // One interface may bear two names in two queues: the first real one is kept, or it would change to and fro.
        if (agent.Name.Length == 0 || (agent.Name == id && name.Length > 0))
            Name(agent, name.Length > 0 ? name : device, time);
        return agent;
    }

    public void Added(MemberReport report)
    {
        var agent = Know(report.Interface, report.Name, report.Time);
        if (report.Name.Length > 0 && !IsOld(agent, report))
            Name(agent, report.Name, report.Time);
        Apply(agent, report);
    }

    public void Changed(MemberReport report)
    {
        var agent = Know(report.Interface, report.Name, report.Time);
        var membership = agent.Memberships.GetValueOrDefault(report.Queue);
        if (membership is { IsLeft: true } && report.Time <= membership.ChangedTime + AfterLeaving)
            return;
        Apply(agent, report);
    }

    public void Removed(MemberReport report)
    {
        var agent = Know(report.Interface, report.Name, report.Time);
        Device(agent, report);
        if (!IsOld(agent, report))
            Leave(agent, report.Queue, report.Time);
        Refresh(agent, report.Time);
    }

    /// <summary>Sets all memberships to those of a list; older events that arrive later change nothing.</summary>
    public void Reconcile(IReadOnlyCollection<MemberReport> reports, DateTimeOffset asked)
    {
        var listed = reports.Select(report => (Ids.Identity(report.Interface), report.Queue)).ToHashSet();
        foreach (var report in reports)
        {
            var agent = Know(report.Interface, report.Name, asked);
            agent.DeviceTime = asked;
            agent.Device = report.Device ?? agent.Device;
            if (agent.Memberships.TryGetValue(report.Queue, out var membership))
                membership.ChangedTime = membership.ChangedTime < asked ? membership.ChangedTime : asked;
            Apply(agent, report with { Time = asked });
        }
        foreach (var agent in All)
        {
            var gone = agent.Memberships.Keys.Where(queue => !listed.Contains((agent.Id, queue))).ToArray();
            foreach (var queue in gone)
                Leave(agent, queue, asked);
            Refresh(agent, asked);
        }
    }

    /// <summary>A new process runs: it restores the pauses of dynamic members and forgets those of static ones, without a line or a
    /// message.</summary>
    public void Restarted(DateTimeOffset time)
    {
        foreach (var agent in All)
        {
            var unpaused = agent.Memberships.Where(pair => pair.Value is { IsStatic: true, State: MembershipState.Paused }).ToArray();
            foreach (var (queue, membership) in unpaused)
            {
                (membership.State, membership.Reason, membership.ChangedTime) = (MembershipState.Joined, "", time);
                Say(agent, queue, membership);
            }
            if (unpaused.Length > 0)
                Refresh(agent, time);
        }
    }

    /// <summary>How long the agent works after a visit of this queue; nothing when paused or no longer a member.</summary>
    public TimeSpan WrapUp(Agent agent, string queue)
    {
        if (agent.Memberships.GetValueOrDefault(queue) is not { State: MembershipState.Joined } membership)
            return TimeSpan.Zero;
        return membership.WrapUpSeconds > 0
            ? TimeSpan.FromSeconds(membership.WrapUpSeconds)
            : options.WrapUpByQueue.GetValueOrDefault(queue, options.WrapUp);
    }

    /// <summary>Reports the agent's presence if it has changed.</summary>
    public void Refresh(Agent agent, DateTimeOffset time)
    {
        Watch(agent, time);
        var (presence, reason) = PresenceOf(agent);
        if (presence == agent.Presence && reason == agent.Reason)
            return;
        agent.Presence = presence;
        agent.Reason = reason;
        agent.PresenceTime = time > agent.PresenceTime ? time : agent.PresenceTime;
        var change = new AgentPresenceChanged { Agent = agent.Id, Presence = presence, Reason = reason };
        outbox.Add(agent.PresenceTime, new Event { AgentPresenceChanged = change });
    }

    private static bool IsOld(Agent agent, MemberReport report) =>
        agent.Memberships.TryGetValue(report.Queue, out var membership) && report.Time < membership.ChangedTime;

    private static void Device(Agent agent, MemberReport report)
    {
        if (report.Device is not { } device || report.Time < agent.DeviceTime)
            return;
        agent.Device = device;
        agent.DeviceTime = report.Time;
    }

    private void Name(Agent agent, string name, DateTimeOffset time)
    {
        var label = Ids.Label(name);
        if (agent.Name == label)
            return;
        agent.Name = label;
        outbox.Add(time, new Event { AgentDescribed = new() { Agent = agent.Id, DisplayName = label } });
    }

    private void Apply(Agent agent, MemberReport report)
    {
        Device(agent, report);
        if (!IsOld(agent, report))
            Join(agent, report);
        Refresh(agent, report.Time);
    }

    private void Join(Agent agent, MemberReport report)
    {
        if (!agent.Memberships.TryGetValue(report.Queue, out var membership))
            agent.Memberships[report.Queue] = membership = new Membership();
        var state = report.IsPaused ? MembershipState.Paused : MembershipState.Joined;
        var reason = report.IsPaused ? Ids.Label(report.Reason) : "";
        membership.WrapUpSeconds = report.WrapUpSeconds;
        if (report.Kind.Length > 0)
            membership.IsStatic = report.Kind == "static";
        if (membership.State == state && membership.Reason == reason)
            return;
        membership.State = state;
        membership.Reason = reason;
        membership.ChangedTime = report.Time;
        Say(agent, report.Queue, membership);
    }

    private void Leave(Agent agent, string queue, DateTimeOffset time)
    {
        if (agent.Memberships.GetValueOrDefault(queue) is not { IsLeft: false } membership)
            return;
        membership.State = MembershipState.Left;
        membership.Reason = "";
        membership.ChangedTime = time;
        Say(agent, queue, membership);
    }

    private void Say(Agent agent, string queue, Membership membership) => outbox.Add(membership.ChangedTime, new Event
    {
        QueueMembershipChanged = new()
        {
            Agent = agent.Id,
            Queue = Ids.Identity(queue),
            State = membership.State,
            Reason = membership.Reason,
        },
    });

    private (Presence Presence, string Reason) PresenceOf(Agent agent)
    {
        var members = agent.Memberships.Values.Where(membership => !membership.IsLeft).ToArray();
        if (members.Length == 0 || agent is { Trouble: DeviceTrouble.Gone, IsTroubleSure: true })
            return (Presence.Offline, "");
        if (members.All(membership => membership.State == MembershipState.Paused))
        {
            var reason = members.MaxBy(membership => membership.ChangedTime)!.Reason;
            return (options.BreakReasons.Contains(reason) ? Presence.Break : Presence.NotReady, reason);
        }
        return agent is { Trouble: DeviceTrouble.Busy, IsTroubleSure: true } ? (Presence.NotReady, OtherCall) : (Presence.Available, "");
    }

    private void Watch(Agent agent, DateTimeOffset time)
    {
        var trouble = agent.Device switch
        {
            4 or 5 => DeviceTrouble.Gone, // invalid, unavailable
            2 or 3 or 7 or 8 when agent.Work.Count == 0 => DeviceTrouble.Busy, // in use, busy, ring in use, on hold
            _ => DeviceTrouble.None,
        };
        if (trouble == agent.Trouble)
            return;
        agent.Trouble = trouble;
        agent.TroubleSince = time;
        // A device unreachable from the start needs no patience: no other presence was reported.
        agent.IsTroubleSure = trouble == DeviceTrouble.Gone && agent.Presence == Presence.Offline;
        if (trouble != DeviceTrouble.None && !agent.IsTroubleSure)
            deadlines.At(time + options.DeviceGrace, () => Confirm(agent, trouble, time));
    }

    private void Confirm(Agent agent, DeviceTrouble trouble, DateTimeOffset since)
    {
        if (agent.Trouble != trouble || agent.TroubleSince != since || agent.IsTroubleSure)
            return;
        agent.IsTroubleSure = true;
        Refresh(agent, since);
    }
}
