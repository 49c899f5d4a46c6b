using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Tests.Histories;

/// <summary>Turns the numbers of a step into an event.</summary>
internal static class StepEvents
{
    private static readonly VisitOutcome[] Outcomes = Enum.GetValues<VisitOutcome>();
    private static readonly string[] Reasons = ["", "lunch", "training"];
    private static readonly string[] Tiers = ["", "vip"];

    /// <summary>The event; none for a step that is not one.</summary>
    public static SourceEvent? Of(Step step, long nowMs)
    {
        var e = Make(step, $"v{step.Visit}", $"a{step.Agent}", $"q{step.Queue}", new Instant(nowMs + step.OffsetMs));
        return e is not null && step.Name > 0 ? e with { EventId = $"e{step.Name}" } : e;
    }

    private static SourceEvent? Make(Step step, string visit, string agent, string queue, Instant at) => step.Kind switch
    {
        StepKind.Queued => new VisitQueued(visit, ContactOf(step), Traits(step.Choice, queue))
        {
            CustomerId = CustomerOf(step),
            OccurredAt = at,
        },
        StepKind.Offered => new VisitOffered(visit, agent) { OccurredAt = at },
        StepKind.OfferEnded => new OfferEnded(visit, agent, (OfferResult)(1 + step.Choice % 4)) { OccurredAt = at },
        StepKind.Answered => new VisitAnswered(visit, agent, Reported(step.Choice), Reported(step.Choice / 8)) { OccurredAt = at },
        StepKind.Held => new VisitHeld(visit) { OccurredAt = at },
        StepKind.Resumed => new VisitResumed(visit) { OccurredAt = at },
        StepKind.Ended => Ended(step.Choice, visit, at),
        StepKind.WrapUpEnded => new WrapUpEnded(visit) { OccurredAt = at },
        StepKind.Excluded => new VisitExcluded(
            visit, Reasons[step.Choice % Reasons.Length], (ExclusionScope)(step.Choice / 3 % 2))
        { OccurredAt = at },
        StepKind.Joined => step.Choice % 3 > 0
            ? new ConversationJoined(visit, agent, (ConversationRole)(step.Choice % 3)) { OccurredAt = at }
            : new ConversationLeft(visit, agent) { OccurredAt = at },
        StepKind.Classified => new ContactClassified(visit, ClassOf(step.Choice)) { OccurredAt = at },
        StepKind.Message => new MessageSent(visit, (MessageAuthor)(1 + step.Choice % 4), step.Choice / 4 % 3 == 0) { OccurredAt = at },
        StepKind.Presence => new AgentPresenceChanged(
            agent, PresenceOf(step.Choice), Reasons[step.Choice / 8 % Reasons.Length])
        { OccurredAt = at },
        StepKind.Membership => new QueueMembershipChanged(
            agent, queue, (MembershipState)(1 + step.Choice % 3), Reasons[step.Choice / 4 % Reasons.Length])
        { OccurredAt = at },
        StepKind.Described => new AgentDescribed(
            agent, agent, $"t{step.Choice % 2}", step.Choice / 2 % 2 == 0 ? "" : "senior")
        { OccurredAt = at },
        StepKind.Capacity => new AgentCapacityChanged(agent, (Channel)(1 + step.Choice % 2), step.Choice / 2 % 4) { OccurredAt = at },
        StepKind.Planned => PlanEvents.Of(step.Choice, agent, at),
        StepKind.ByItself => ByItself(step.Choice, agent, queue, at),
        StepKind.Life => Life(step, ContactOf(step), agent, queue, at),
        _ => null,
    };

    // Its own, that of another visit, or one of no visit's name.
    private static string ContactOf(Step step) => (step.Choice / 8640 % 4) switch
    {
        0 or 1 => $"v{step.Visit}",
        2 => $"v{step.Choice / 34560 % 3}",
        _ => $"c{step.Choice / 34560 % 2}",
    };

    private static string CustomerOf(Step step) => step.Choice / 7 % 3 == 0 ? "" : $"k{step.Choice / 21 % 3}";

    private static VisitTraits Traits(int choice, string queue) => new(
        queue, (choice % 9) switch { 0 or 3 => Channel.Chat, 6 => Channel.Callback, _ => Channel.Phone },
        choice / 3 % 4 == 0 ? Direction.Outbound : Direction.Inbound,
        Tiers[choice / 12 % 2], "", "", choice / 24 % 3 == 0 ? TagText.Of([new("site", $"s{choice / 72 % 2}"), new("lang", "en")]) : "")
    {
        CustomerSegment = choice / 144 % 3 == 0 ? "smb" : "",
        Priority = choice / 432 % 4 == 0 ? "1" : "",
        Language = choice / 1728 % 5 == 0 ? "zh" : "",
    };

    private static Classification ClassOf(int choice) => new()
    {
        CustomerTier = choice % 2 == 0 ? null : Tiers[choice / 2 % 2],
        IssueType = choice / 4 % 2 == 0 ? null : "billing",
        Tags = choice / 8 % 2 == 0 ? new Dictionary<string, string>() : new() { ["site"] = choice / 16 % 2 == 0 ? "" : "s1" },
    };

    // Mostly willing to work, or little would happen.
    private static Presence PresenceOf(int choice) => (choice % 8) switch
    {
        0 => Presence.Offline,
        1 => Presence.Break,
        2 => Presence.NotReady,
        _ => Presence.Available,
    };

    // Outcomes of an answered visit, of a waiting one and of either, in turn, or most would be refused.
    private static VisitEnded Ended(int choice, string visit, Instant at)
    {
        var outcome = (choice % 8) switch
        {
            < 4 => (VisitOutcome)(1 + choice / 8 % 4),
            < 7 => choice / 8 % 2 == 0 ? VisitOutcome.Abandoned : Outcomes[4 + choice / 16 % 9],
            _ => choice / 8 % 2 == 0 ? VisitOutcome.Failed : VisitOutcome.Lost,
        };
        var target = choice / 8192 % 2 == 0 ? "" : $"q{choice / 16384 % 4}";
        return new VisitEnded(visit, outcome, Reported(choice / 64), Reported(choice / 512), choice / 4096 % 2 == 0, target)
        { OccurredAt = at };
    }

    // Most sources report nothing; those that do, often a threshold exactly, or one millisecond beside it.
    private static TimeSpan? Reported(int choice) => (choice % 8) switch
    {
        0 => TimeSpan.FromMilliseconds(choice / 8 % 60_000),
        1 => WaitThresholds.At(choice / 8 % 7),
        2 => WaitThresholds.At(choice / 8 % 7) + TimeSpan.FromMilliseconds(1),
        _ => null,
    };

    private static SourceEvent Life(Step step, string contact, string agent, string queue, Instant at) => (step.Choice % 12) switch
    {
        10 => new ContactExcluded(contact, Reasons[step.Choice / 12 % Reasons.Length]) { OccurredAt = at },
        11 => new ContactReclassified(contact, ClassOf(step.Choice / 12)) { OccurredAt = at },
        0 or 1 => new ContactOpened(contact, Traits(step.Choice / 10, queue) with { Channel = Channel.Ticket }, step.Choice / 10 % 3 == 0)
        { CustomerId = CustomerOf(step), OccurredAt = at },
        2 => new ContactStateChanged(contact, (ContactState)(1 + step.Choice / 10 % 5)) { OccurredAt = at },
        3 => new ContactAssigned(contact, step.Choice / 10 % 4 == 0 ? "" : agent) { OccurredAt = at },
        4 => new ContactClosed(contact) { OccurredAt = at },
        5 or 6 => new ContactResolved(contact, queue, step.Choice / 10 % 2 == 0 ? "" : agent, Channel.Ticket) { OccurredAt = at },
        7 => new ContactReopened(contact, queue, "", Channel.Ticket) { OccurredAt = at },
        _ => new ContactMessaged(contact, (MessageAuthor)(1 + step.Choice / 10 % 4), step.Choice / 40 % 2 == 0) { OccurredAt = at },
    };

    private static ContactEvent ByItself(int choice, string agent, string queue, Instant at) => (choice % 12) switch
    {
        11 => new RevenueRecorded(queue, agent, Channel.Phone, choice / 12 % 9_000 - 1_000) { OccurredAt = at },
        0 => new VisitRefused(queue, Channel.Phone, Reasons[choice / 11 % Reasons.Length]) { OccurredAt = at },
        1 => new ContactResolved("", queue, agent, Channel.Ticket) { OccurredAt = at },
        2 => new ContactReopened("", queue, "", Channel.Ticket) { OccurredAt = at },
        3 => new SurveyAnswered(queue, agent, Channel.Phone, choice / 11 % 3 == 0 ? null : 1_000 + choice / 33 % 9 * 500)
        {
            IsResolved = choice / 22 % 3 == 0 ? null : choice / 22 % 3 == 1,
            Recommendation = choice / 11 % 3 == 1 ? null : choice / 33 % 11,
            Question = Reasons[choice / 363 % Reasons.Length],
            OccurredAt = at,
        },
        4 => new QualityScored(queue, agent, Channel.Phone, choice / 11 % 101 * 1_000)
        {
            Category = Reasons[choice / 1111 % Reasons.Length],
            HasFailed = choice / 3333 % 4 == 0,
            JudgedCount = choice / 11 % 5,
            CorrectCount = choice / 11 % 5 / 2,
            OccurredAt = at,
        },
        5 => new SurveySent(queue, agent, Channel.Phone) { OccurredAt = at },
        6 => new ComplaintReceived(queue, agent, Channel.Phone, Reasons[choice / 11 % Reasons.Length]) { OccurredAt = at },
        9 => new CallbackAttempted(queue, agent, Channel.Callback, (CallbackResult)(1 + choice / 11 % 4)) { OccurredAt = at },
        10 => new CallbackAbandoned(queue, Reasons[choice / 11 % Reasons.Length]) { OccurredAt = at },
        7 => new VoicemailLeft(queue, Channel.Phone) { OccurredAt = at },
        _ => new StageEnded(
            queue, agent, Channel.Ticket, Reasons[choice / 11 % Reasons.Length], TimeSpan.FromMilliseconds(choice / 11 % 90_000))
        { OccurredAt = at },
    };
}
