using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Simulator;

/// <summary>
/// Plans shifts and logs agents in and out. The same agents work staggered shifts round the clock, with time off in between, so that
/// the floor stays staffed with few agents.
/// </summary>
internal sealed class Shifts(Platform platform, AgentBehaviour behaviour)
{
    private const double AbsenceShare = 0.02;
    private const double TimeOffShare = 0.08;
    private static readonly TimeSpan FullShift = TimeSpan.FromHours(8);
    private static readonly TimeSpan LongestShift = TimeSpan.FromHours(24);
    private static readonly TimeSpan MeanLateness = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan IntroducedOver = TimeSpan.FromMilliseconds(500);

    private Dice Dice => platform.Dice;

    private TimeSpan Length
    {
        get
        {
            var length = platform.Options.Scale(FullShift);
            return length < LongestShift ? length : LongestShift;
        }
    }

    public void Start()
    {
        foreach (var agent in platform.Agents)
            platform.Timeline.After(Dice.UpTo(IntroducedOver), () => Introduce(agent));
    }

    public void OnLoggedOff(Agent agent)
    {
        foreach (var membership in agent.Memberships.Where(_ => agent.JoinsAtLogIn))
            platform.SetMembership(membership, MembershipState.Left, "");
        foreach (var queue in agent.Memberships.Select(membership => membership.Queue))
            Empty(queue);
        PlanNext(agent);
    }

    private void Introduce(Agent agent)
    {
        // The offline event introduces the agent; capacity and shift events need a known agent.
        platform.SetPresence(agent, Presence.Offline, "");
        platform.Emit(new Event
        {
            AgentDescribed = new AgentDescribed
            {
                Agent = agent.Id,
                DisplayName = agent.DisplayName,
                Team = agent.Team,
                Seniority = agent.Seniority,
            },
        });
        foreach (var channel in Channels(agent))
            TellCapacity(agent, channel);
        foreach (var membership in agent.Memberships.Where(_ => !agent.JoinsAtLogIn))
            platform.SetMembership(membership, MembershipState.Joined, "");
        Plan(agent, platform.Options.StartTime, Length * Dice.Between(0.25, 1), Dice.UpTo(platform.Options.LogInOver));
    }

    private void Plan(Agent agent, DateTimeOffset start, TimeSpan length, TimeSpan late)
    {
        var end = start + length;
        platform.Emit(new Event
        {
            AgentScheduled = new AgentScheduled
            {
                Agent = agent.Id,
                StartTime = Timestamp.FromDateTimeOffset(start),
                EndTime = Timestamp.FromDateTimeOffset(end),
            },
        });
        if (Dice.Chance(AbsenceShare))
            platform.Timeline.At(end, () => PlanNext(agent));
        else
            platform.Timeline.At(start + (late < length / 2 ? late : length / 2), () => LogIn(agent, end));
    }

    private void PlanNext(Agent agent) =>
        Plan(agent, platform.Timeline.Now + (Length * TimeOffShare), Length, Dice.Exponential(platform.Options.Scale(MeanLateness)));

    private void LogIn(Agent agent, DateTimeOffset end)
    {
        agent.Shift++;
        if (agent is { Shift: 2, ChatSlots: 2 })
        {
            // After the first shift, new agents handle as many chats as the others.
            agent.ChatSlots++;
            foreach (var channel in Channels(agent).Where(channel => channel == Channel.Chat))
                TellCapacity(agent, channel);
        }

        foreach (var membership in agent.Memberships.Where(_ => agent.JoinsAtLogIn))
            platform.SetMembership(membership, MembershipState.Joined, "");
        platform.SetPresence(agent, Presence.Available, "");
        behaviour.OnLoggedIn(agent, end - platform.Timeline.Now);
        platform.Timeline.At(end, () => behaviour.Want(agent, new Wish(Presence.Offline, "", TimeSpan.Zero)));
    }

    // Callers do not wait in a queue without agents; a ringing visit still has one.
    private void Empty(CallQueue queue)
    {
        if (!queue.Profile.IsVoice || queue.IsStaffed)
            return;
        foreach (var visit in queue.Waiting.Where(visit => visit.IsWaitingUnoffered).ToList())
            platform.Leave(visit, VisitOutcome.QueueEmpty);
    }

    private void TellCapacity(Agent agent, Channel channel) =>
        platform.Emit(new Event
        {
            AgentCapacityChanged = new AgentCapacityChanged { Agent = agent.Id, Channel = channel, SlotCount = agent.SlotCount(channel) },
        });

    private static IEnumerable<Channel> Channels(Agent agent) =>
        agent.Memberships.Select(membership => membership.Queue.Profile.Channel).SelectMany(WithSiblings).Distinct();

    private static Channel[] WithSiblings(Channel channel) => channel switch
    {
        Channel.Phone => [Channel.Phone, Channel.Callback],
        Channel.Email => [Channel.Email, Channel.Ticket],
        _ => [channel],
    };
}
