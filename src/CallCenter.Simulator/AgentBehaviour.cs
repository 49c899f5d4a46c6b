using CallCenter.V1;

namespace CallCenter.Simulator;

/// <summary>The behaviour of agents between contacts: breaks, lunch, meetings, and a pause after missed offers.</summary>
internal sealed class AgentBehaviour(Platform platform)
{
    // Share of agents who ask for the break during a contact; the others wait for its end.
    private const double EagerShare = 0.3;
    private static readonly TimeSpan MeanToBreak = TimeSpan.FromMinutes(70);
    private static readonly TimeSpan MeanToPause = TimeSpan.FromHours(3);
    private static readonly TimeSpan MeanPause = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Lunch = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan NoAnswerLock = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan RejectLock = TimeSpan.FromSeconds(20);

    private static readonly Wish[] Breaks =
    [
        new(Presence.Break, "coffee", TimeSpan.FromMinutes(7)),
        new(Presence.Break, "coffee", TimeSpan.FromMinutes(7)),
        new(Presence.Break, "rest", TimeSpan.FromMinutes(5)),
        new(Presence.NotReady, "back_office", TimeSpan.FromMinutes(8)),
        new(Presence.NotReady, "meeting", TimeSpan.FromMinutes(15)),
        new(Presence.NotReady, "training", TimeSpan.FromMinutes(20)),
    ];

    private Dice Dice => platform.Dice;

    public event Action<Agent>? LoggedOff;

    public void OnLoggedIn(Agent agent, TimeSpan shift)
    {
        Lunching(agent, agent.Shift, shift * Dice.Between(0.4, 0.6));
        Breaking(agent, agent.Shift);
        Pausing(agent, agent.Shift);
    }

    public void OnMissed(Agent agent, OfferResult result)
    {
        if (result == OfferResult.NoAnswer && agent.Presence == Presence.Available)
            Be(agent, new Wish(Presence.NotReady, "no_answer", platform.Options.Scale(NoAnswerLock)));
        if (result != OfferResult.Rejected)
            return;
        var pause = platform.Options.Scale(RejectLock);
        agent.NoOfferBefore = platform.Timeline.Now + pause;
        platform.Timeline.After(pause + TimeSpan.FromMilliseconds(1), () => platform.Nudge(agent));
    }

    // Not immediately: a log-out can empty a queue while one of its visits is ending.
    public void OnFreed(Agent agent)
    {
        if (agent.Wish is null)
            return;
        platform.Soon(() =>
        {
            if (agent is { Wish: { } wish, Presence: Presence.Available, Work.Count: 0 })
                Be(agent, wish);
        });
    }

    public void Want(Agent agent, Wish wish)
    {
        var same = agent.Presence == wish.Presence && agent.Reason == wish.Reason;
        if (same || agent.Wish?.Presence == Presence.Offline)
            return;
        agent.Wish = wish;
        var idle = agent.Work.Count == 0;
        // Agents do not log out during a contact or an offer.
        var eager = wish.Presence != Presence.Offline && !agent.HasOffers && Dice.Chance(EagerShare);
        if (agent.Presence == Presence.Available && (idle || eager))
            Be(agent, wish);
    }

    private void Be(Agent agent, Wish wish)
    {
        if (agent.Wish == wish || wish.Presence == Presence.Offline)
            agent.Wish = null;
        platform.SetPresence(agent, wish.Presence, wish.Reason);
        if (wish.Presence == Presence.Offline)
        {
            LoggedOff?.Invoke(agent);
            return;
        }

        var change = agent.PresenceChanges;
        platform.Timeline.After(wish.Duration, () => ComeBack(agent, change));
    }

    private void ComeBack(Agent agent, int change)
    {
        if (agent.PresenceChanges != change)
            return;
        if (agent is { Wish: { } wish, Work.Count: 0 })
            Be(agent, wish);
        else
            platform.SetPresence(agent, Presence.Available, "");
    }

    private void Lunching(Agent agent, int shift, TimeSpan delay) =>
        platform.Timeline.After(delay, () =>
        {
            if (IsOn(agent, shift))
                Want(agent, new Wish(Presence.Break, "lunch", platform.Options.Scale(Lunch)));
        });

    private void Breaking(Agent agent, int shift) =>
        platform.Timeline.After(Dice.Exponential(platform.Options.Scale(MeanToBreak)), () =>
        {
            if (!IsOn(agent, shift))
                return;
            var pick = Dice.Pick(Breaks);
            Want(agent, pick with { Duration = Dice.LogNormal(platform.Options.Scale(pick.Duration)) });
            Breaking(agent, shift);
        });

    // Paused in one queue for a while, for example for coaching.
    private void Pausing(Agent agent, int shift) =>
        platform.Timeline.After(Dice.Exponential(platform.Options.Scale(MeanToPause)), () =>
        {
            if (!IsOn(agent, shift))
                return;
            var membership = Dice.Pick(agent.Memberships);
            if (membership.State == MembershipState.Joined)
                Pause(membership);
            Pausing(agent, shift);
        });

    private void Pause(Membership membership)
    {
        platform.SetMembership(membership, MembershipState.Paused, "coaching");
        platform.Timeline.After(Dice.Exponential(platform.Options.Scale(MeanPause)), () =>
        {
            if (membership.State == MembershipState.Paused)
                platform.SetMembership(membership, MembershipState.Joined, "");
        });
    }

    private static bool IsOn(Agent agent, int shift) => agent.Shift == shift && agent.Presence != Presence.Offline;
}
