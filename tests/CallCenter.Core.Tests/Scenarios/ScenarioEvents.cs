using System.Globalization;
using CallCenter.Core.Events;
using CallCenter.Core.Identity;

namespace CallCenter.Core.Tests.Scenarios;

/// <summary>The words of a scenario's line as an event.</summary>
/// <param name="time">The instant that a time of day stands for.</param>
internal sealed class ScenarioEvents(Func<string, Instant> time)
{
    /// <summary>The events of a line such as "call c1 answered ann"; an agent who becomes available in a queue also joins it.</summary>
    public IReadOnlyList<SourceEvent> Of(string[] words, Instant at) => words[0] switch
    {
        "agent" => [.. Ids(words[1]).SelectMany(id => Agent(id, words[2], words[3..], at))],
        "call" or "chat" or "email" or "ticket" or "callback" =>
            [.. Ids(words[1]).Select(id => Call(words[0], id, words[2], words[3..], at))],
        "contact" => [Contact(words[1], words[2], words.ElementAtOrDefault(3) ?? "", words[3..], at)],
        _ => throw new FormatException($"'{words[0]}' is not agent, call, chat, email, ticket, callback or contact."),
    };

    // "a*40" stands for a1 to a40.
    private static IEnumerable<string> Ids(string id)
        => id.Split('*') is [var name, var count] ? Enumerable.Range(1, Number(count)).Select(i => $"{name}{i}") : [id];

    private IEnumerable<SourceEvent> Agent(string agent, string what, string[] details, Instant at)
    {
        switch (what)
        {
            case "described":
                yield return new AgentDescribed(agent, agent, details[0], details.ElementAtOrDefault(1) ?? "") { OccurredAt = at };
                break;
            case "slots":
                yield return new AgentCapacityChanged(
                    agent, details.Length > 1 ? ChannelOf(details[1]) : Channel.Chat, Number(details[0]))
                { OccurredAt = at };
                break;
            case "scheduled" or "shift" or "shift-removed" or "absent" or "absence-ended":
                yield return Plan(agent, what, details, at);
                break;
            case "paused":
                yield return new QueueMembershipChanged(agent, details[0], MembershipState.Paused, "") { OccurredAt = at };
                break;
            default:
                var detail = details.ElementAtOrDefault(0) ?? "";
                yield return new AgentPresenceChanged(agent, Word<Presence>(what), detail) { OccurredAt = at };
                if (what == "available" && detail.Length > 0)
                    yield return new QueueMembershipChanged(agent, detail, MembershipState.Joined, "") { OccurredAt = at };
                break;
        }
    }

    private AgentEvent Plan(string agent, string what, string[] details, Instant at) => what switch
    {
        "scheduled" => new AgentScheduled(agent, time(details[0]), time(details[1]))
        {
            OccurredAt = at,
            Segments = [.. Segments(details[2..])],
        },
        "shift" => new AgentScheduled(agent, time(details[1]), time(details[2]))
        {
            OccurredAt = at,
            ShiftId = details[0],
            Segments = [.. Segments(details[3..])],
        },
        "shift-removed" => new ShiftRemoved(agent, details[0]) { OccurredAt = at },
        "absent" => new AbsenceReported(agent, details[0], time(details[1]), time(details[2]), details[0], details[^1] != "unpaid")
        {
            OccurredAt = at,
        },
        _ => new AbsenceEnded(agent, details[0]) { OccurredAt = at },
    };

    // "meal 12:00:00 13:00:00", or "meal-unpaid ...".
    private IEnumerable<ShiftSegment> Segments(string[] details) => details.Chunk(3).Select(d => new ShiftSegment(
        Word<ShiftActivity>(d[0].Split('-')[0]), time(d[1]), time(d[2]), !d[0].EndsWith("-unpaid", StringComparison.Ordinal)));

    private static SourceEvent Call(string kind, string call, string what, string[] details, Instant at) => what switch
    {
        "opened" => new ContactOpened(
            call, Centre.TraitsOf(details.ElementAtOrDefault(0) ?? "") with { Channel = ChannelOf(kind) }, details.Contains("self-service"))
        { OccurredAt = at },
        "is" => new ContactStateChanged(call, Word<ContactState>(details[0])) { OccurredAt = at },
        "assigned" => new ContactAssigned(call, details.ElementAtOrDefault(0) ?? "") { OccurredAt = at },
        "closed" => new ContactClosed(call) { OccurredAt = at },
        "resolved" => new ContactResolved(call, "", details.ElementAtOrDefault(0) ?? "", ChannelOf(kind)) { OccurredAt = at },
        "reopened" => new ContactReopened(call, "", "", ChannelOf(kind)) { OccurredAt = at },
        "wrote" => new ContactMessaged(call, Word<MessageAuthor>(details[0]), details.Contains("acknowledged")) { OccurredAt = at },
        "queued" => new VisitQueued(call, call, Centre.TraitsOf(details[0]) with
        {
            Channel = ChannelOf(kind),
            Direction = details.Contains("outbound") ? Direction.Outbound : Direction.Inbound,
        })
        { OccurredAt = at },
        "offered" => new VisitOffered(call, details[0]) { OccurredAt = at },
        "no-answer" or "rejected" or "canceled" => new OfferEnded(call, details[0], Word<OfferResult>(what)) { OccurredAt = at },
        "answered" => new VisitAnswered(call, details[0], null, null) { OccurredAt = at },
        "held" => new VisitHeld(call) { OccurredAt = at },
        "resumed" => new VisitResumed(call) { OccurredAt = at },
        "abandoned" => Ended(call, VisitOutcome.Abandoned, false, at),
        "left" => Ended(call, Word<VisitOutcome>(details[0]), false, at),
        "ended" => Ended(call, CompletionOf(details[0]), details.Contains("wrap-up"), at, TargetOf(details)),
        "wrapped-up" => new WrapUpEnded(call) { OccurredAt = at },
        "excluded" => new VisitExcluded(
            call, details[0], details.Contains("responses") ? ExclusionScope.Responses : ExclusionScope.All)
        { OccurredAt = at },
        "contact-excluded" => new ContactExcluded(call, details[0]) { OccurredAt = at },
        "contact-classified" => new ContactReclassified(call, ClassOf(details)) { OccurredAt = at },
        "classified" => new ContactClassified(call, ClassOf(details)) { OccurredAt = at },
        "joined" => new ConversationJoined(call, details[0], Word<ConversationRole>(details[1])) { OccurredAt = at },
        "parted" => new ConversationLeft(call, details[0]) { OccurredAt = at },
        "message" => new MessageSent(call, Word<MessageAuthor>(details[0]), details.Contains("acknowledged")) { OccurredAt = at },
        _ => throw new FormatException($"A call is not '{what}'."),
    };

    // "billing vip site:north": issue type, tier if given, tags.
    private static Classification ClassOf(string[] details)
    {
        var words = details.Select(d => d.Split(':')).ToLookup(w => w.Length);
        return new Classification
        {
            IssueType = words[1].First()[0],
            CustomerTier = words[1].ElementAtOrDefault(1)?[0],
            Tags = words[2].ToDictionary(w => w[0], w => w[1]),
        };
    }

    private static ContactEvent Contact(string what, string queue, string detail, string[] details, Instant at) => what switch
    {
        "refused" => new VisitRefused(queue, Channel.Phone, detail) { OccurredAt = at },
        "resolved" => new ContactResolved("", queue, detail, Channel.Phone) { OccurredAt = at },
        "reopened" => new ContactReopened("", queue, detail, Channel.Phone) { OccurredAt = at },
        "survey-sent" => new SurveySent(queue, detail, Channel.Phone) { OccurredAt = at },
        "surveyed" => Survey(queue, detail, details, at),
        "revenue" => new RevenueRecorded(queue, detail, Channel.Phone, Number(details[^1]) * 1_000L) { OccurredAt = at },
        "scored" => Score(queue, detail, details, at),
        "complained" => new ComplaintReceived(queue, details[0], Channel.Phone, details[1]) { OccurredAt = at },
        "voicemail-left" => new VoicemailLeft(queue, Channel.Phone) { OccurredAt = at },
        "called-back" => new CallbackAttempted(queue, detail, Channel.Callback, Word<CallbackResult>(details[1])) { OccurredAt = at },
        "not-called-back" => new CallbackAbandoned(queue, detail) { OccurredAt = at },
        "stage" => new StageEnded(queue, detail, Channel.Ticket, details[1], ScenarioWords.Duration(details[2])) { OccurredAt = at },
        _ => throw new FormatException($"A contact is not '{what}'."),
    };

    // "ann 5", "ann 4 friendliness": of a question; "ann recommends 9"; "ann says yes": resolved.
    private static SurveyAnswered Survey(string queue, string agent, string[] details, Instant at) => details[1] == "says"
        ? new SurveyAnswered(queue, agent, Channel.Phone, null) { IsResolved = details[2] == "yes", OccurredAt = at }
        : details[1] == "recommends"
        ? new SurveyAnswered(queue, agent, Channel.Phone, null) { Recommendation = Number(details[2]), OccurredAt = at }
        : new SurveyAnswered(queue, agent, Channel.Phone, Number(details[1]) * 1_000)
        {
            Question = details.ElementAtOrDefault(2) ?? "",
            OccurredAt = at,
        };

    // "ann 90", "ann 60 attitude": of a category; "ann 0 fails"; "ann 80 9/10": answers correct of those judged.
    private static QualityScored Score(string queue, string agent, string[] details, Instant at)
    {
        var detail = details.ElementAtOrDefault(2) ?? "";
        var answers = detail.Split('/');
        return new QualityScored(queue, agent, Channel.Phone, Number(details[1]) * 1_000)
        {
            Category = detail == "fails" || answers.Length == 2 ? "" : detail,
            HasFailed = detail == "fails",
            CorrectCount = answers.Length == 2 ? Number(answers[0]) : 0,
            JudgedCount = answers.Length == 2 ? Number(answers[1]) : 0,
            OccurredAt = at,
        };
    }

    private static Channel ChannelOf(string kind) => kind == "call" ? Channel.Phone : Word<Channel>(kind);

    private static VisitEnded Ended(string call, VisitOutcome outcome, bool wrapUp, Instant at, string target = "")
        => new(call, outcome, null, null, wrapUp, target) { OccurredAt = at };

    private static string TargetOf(string[] details)
        => details.FirstOrDefault(d => d.StartsWith("to:", StringComparison.Ordinal))?[3..] ?? "";

    private static VisitOutcome CompletionOf(string by) => by switch
    {
        "customer" => VisitOutcome.CompletedByCustomer,
        "agent" => VisitOutcome.CompletedByAgent,
        "blind" => VisitOutcome.TransferredBlind,
        "consult" => VisitOutcome.TransferredConsult,
        _ => Word<VisitOutcome>(by),
    };

    private static T Word<T>(string word) where T : struct, Enum
        => Enum.Parse<T>(word.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
