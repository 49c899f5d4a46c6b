using CallCenter.V1;

namespace CallCenter.Simulator;

/// <summary>The behaviour of customers until the answer: they arrive, wait, lose patience, or ask for a call-back.</summary>
internal sealed class CustomerBehaviour(Platform platform)
{
    private const double MisdialShare = 0.04;
    private const double TicketShare = 0.3;
    private static readonly TimeSpan MisdialPatience = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan MeanCallBackDelay = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan MeanTimeToExclude = TimeSpan.FromSeconds(60);
    private static readonly string[] Languages = ["en", "zh"];

    // Behaviour of callers at the end of their patience, in twentieths.
    private static readonly VisitOutcome[] WaysOut =
    [
        .. Enumerable.Repeat(VisitOutcome.Abandoned, 13), VisitOutcome.KeyExit, VisitOutcome.Voicemail, VisitOutcome.Voicemail,
        VisitOutcome.CallbackRequested, VisitOutcome.CallbackRequested, VisitOutcome.Redirected, VisitOutcome.Withdrawn,
    ];

    private Dice Dice => platform.Dice;

    public void Arrive(CallQueue queue)
    {
        var voice = queue.Profile.IsVoice;
        if (queue.IsFull)
            Refuse(queue, "full");
        else if (voice && !queue.IsStaffed)
            Refuse(queue, "nobody_there");
        else
            platform.Enter(Describe(queue), stay: 1);
    }

    public void OnEntered(Visit visit)
    {
        var profile = visit.Queue.Profile;
        if (visit.Channel is Channel.Phone or Channel.Chat)
            LeaveAfter(visit, Patience(profile), visit.Channel == Channel.Phone ? Dice.Pick(WaysOut) : VisitOutcome.Abandoned);
        var atLimit = profile.OverflowTo is null ? VisitOutcome.TimedOut : VisitOutcome.Overflowed;
        LeaveAfter(visit, platform.Options.Scale(profile.MaxWait), atLimit);
        if (visit.Channel == Channel.Chat)
            platform.Soon(() => SayWhileLive(visit, MessageAuthor.Bot));
        if (!profile.IsVoice)
            platform.Soon(() => SayWhileLive(visit, MessageAuthor.Customer));
        if (Dice.Chance(platform.Options.TestShare))
            platform.Timeline.After(Dice.Exponential(platform.Options.Scale(MeanTimeToExclude)), () => ExcludeWhileLive(visit));
    }

    public void OnLeft(Visit visit, VisitOutcome outcome)
    {
        if (outcome == VisitOutcome.Overflowed)
            platform.Soon(() => platform.Enter(NextStay(visit, visit.Queue.Profile.OverflowTo!), visit.Stay + 1));
        if (outcome == VisitOutcome.CallbackRequested)
            platform.Timeline.After(Dice.Exponential(platform.Options.Scale(MeanCallBackDelay)), () => CallBack(visit));
    }

    /// <summary>Queues the same contact again.</summary>
    public static VisitQueued NextStay(Visit visit, string queue)
    {
        var facts = visit.Facts.Clone();
        facts.Queue = queue;
        return facts;
    }

    private VisitQueued Describe(CallQueue queue)
    {
        var profile = queue.Profile;
        var facts = new VisitQueued
        {
            Queue = queue.Name,
            ContactId = platform.NewContactId(),
            Channel = profile.Channel == Channel.Email && Dice.Chance(TicketShare) ? Channel.Ticket : profile.Channel,
            Direction = profile.Channel == Channel.Callback ? Direction.Outbound : Direction.Inbound,
        };
        if (!platform.Options.WithDimensions)
            return facts;
        facts.CustomerTier = queue.Name.StartsWith("vip", StringComparison.Ordinal) ? "vip" : "standard";
        facts.IssueType = Dice.Pick(profile.IssueTypes);
        facts.Complexity = Dice.Chance(0.3) ? "complex" : "simple";
        facts.Language = Dice.Pick(Languages);
        facts.Priority = facts.CustomerTier == "vip" ? "high" : "normal";
        return facts;
    }

    private TimeSpan Patience(QueueProfile profile) =>
        Dice.Chance(MisdialShare)
            ? Dice.UpTo(platform.Options.Scale(MisdialPatience))
            : Dice.Exponential(platform.Options.Scale(profile.MeanPatience));

    private void LeaveAfter(Visit visit, TimeSpan wait, VisitOutcome outcome)
    {
        // Overflows of overflows could go in circles for ever.
        var final = outcome == VisitOutcome.Overflowed && visit.Stay > 1 ? VisitOutcome.TimedOut : outcome;
        platform.Timeline.After(wait, () =>
        {
            if (visit.Stage == VisitStage.Waiting)
                platform.Leave(visit, final, final == VisitOutcome.Overflowed ? visit.Queue.Profile.OverflowTo! : "");
        });
    }

    private void CallBack(Visit visit)
    {
        var facts = NextStay(visit, visit.Queue.Name);
        facts.Channel = Channel.Callback;
        facts.Direction = Direction.Outbound;
        platform.Enter(facts, visit.Stay + 1);
    }

    private void SayWhileLive(Visit visit, MessageAuthor author)
    {
        if (visit.IsLive)
            platform.Say(visit, author);
    }

    private void ExcludeWhileLive(Visit visit)
    {
        if (visit.IsLive)
            platform.Exclude(visit, "test");
    }

    private void Refuse(CallQueue queue, string reason) =>
        platform.Emit(new Event
        {
            VisitRefused = new VisitRefused { Queue = queue.Name, Channel = queue.Profile.Channel, Reason = reason },
        });
}
