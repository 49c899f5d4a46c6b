using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>Pairs the messages of visits: the oldest of the customer without a reply with the next of a human agent. An acknowledgement is
/// no reply. Used by one thread at a time.</summary>
internal sealed class Conversation(FloorState state, VisitFacts facts)
{
    private static readonly (Measure Count, Measure Sum, Measure Histogram)
        Acknowledgement = (Measure.AcknowledgedFirst, Measure.AcknowledgedFirstTime, Measure.AcknowledgedFirstTimes),
        BotWord = (Measure.BotFirst, Measure.BotFirstTime, Measure.BotFirstTimes);

    /// <summary>Whether such a visit asks for a first response in writing: the customer began it, and it is no call, where the answer is
    /// the response.</summary>
    public static bool IsAsked(VisitTraits traits)
        => traits.Direction == Direction.Inbound && traits.Channel is not (Channel.Phone or Channel.Callback);

    /// <summary>Whether the visit counts as one without the response that it asks for.</summary>
    public static bool IsAwaited(Visit visit)
        => visit is { CountsFacts: true, IsWithoutResponses: false, HasReply: false, Outcome: null } && IsAsked(visit.Traits);

    public void Began(Visit visit)
    {
        if (IsAwaited(visit)) facts.Count(visit, new CountedFact(visit.QueueRow, Measure.ResponsesAsked, visit.QueuedAt), isKept: true);
    }

    public void Message(Visit visit, MessageAuthor author, bool isAcknowledgement, Instant at)
    {
        facts.Message(visit, author, at);
        switch (author)
        {
            case MessageAuthor.Customer:
                visit.AskedAt ??= at;
                break;
            case MessageAuthor.Agent when !isAcknowledgement:
                Reply(visit, at);
                (visit.HasReply, visit.AskedAt) = (true, null);
                break;
            default:
                if (!visit.HasReply) WordBeforeReply(visit, isAcknowledgement || author == MessageAuthor.System, at);
                break;
        }
    }

    /// <summary>The wait or the conversation is about to end.</summary>
    public void Ending(Visit visit, VisitOutcome outcome, Instant at)
    {
        // Whose end was not seen may have got its response.
        if (outcome is not (VisitOutcome.Lost or VisitOutcome.Failed)) CountLimits(visit, at, hasResponse: false);
    }

    public static Measure MeasureOf(MessageAuthor author) => author switch
    {
        MessageAuthor.Customer => Measure.MessagesIn,
        MessageAuthor.Agent => Measure.MessagesOut,
        MessageAuthor.Bot => Measure.MessagesBot,
        MessageAuthor.System => Measure.MessagesSystem,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private void Reply(Visit visit, Instant at)
    {
        if (!CountsResponses(visit)) return;
        if (!visit.HasReply) FirstReply(visit, at);
        if (visit.AskedAt is { } askedAt)
            facts.CountTime(visit, (Measure.Responses, Measure.Response, Measure.ResponseTimes), askedAt, at);
    }

    private void FirstReply(Visit visit, Instant at)
    {
        facts.CountTime(visit, (Measure.FirstResponses, Measure.FirstResponse, Measure.FirstResponseTimes), visit.QueuedAt, at);
        if (visit.Agent is not null)
            facts.CountTime(visit, (Measure.Reactions, Measure.Reaction, Measure.ReactionTimes), visit.AnsweredAt, at);
        foreach (var word in (ReadOnlySpan<(Measure Count, Measure, Measure)>)[Acknowledgement, BotWord])
        {
            if (HasCounted(visit, word.Count)) CountWord(visit, word, at, -1);
        }
        CountLimits(visit, at, hasResponse: true);
    }

    private void CountLimits(Visit visit, Instant at, bool hasResponse)
    {
        if (!IsAwaited(visit)) return;
        var own = state.Targets.Of(visit.Traits.Queue, visit.Traits.Channel);
        foreach (var fact in ResponseFamilies.OfVisits.Facts(VisitFacts.RowNow(visit), own, visit.QueuedAt, at, hasResponse))
            facts.Count(visit, fact, isKept: true);
    }

    // Something was written before the first reply: by a bot, or an acknowledgement by anybody.
    private void WordBeforeReply(Visit visit, bool isAcknowledgement, Instant at)
    {
        var word = isAcknowledgement ? Acknowledgement : BotWord;
        if (CountsResponses(visit) && !HasCounted(visit, word.Count)) CountWord(visit, word, at, 1);
    }

    // What differs where such a word is a response too: it is one, and the reply that follows is none. At most twice a visit, so always
    // kept, and the visit knows by it that there was one.
    private void CountWord(Visit visit, (Measure Count, Measure Sum, Measure Histogram) word, Instant at, int sign)
    {
        var (row, ms) = (VisitFacts.RowNow(visit), at.UnixMs - visit.QueuedAt.UnixMs);
        facts.Count(visit, new CountedFact(row, word.Count, at, sign), isKept: true);
        facts.Count(visit, new CountedFact(row, word.Histogram.Bucket(ms), at, sign), isKept: true);
        facts.Count(visit, new CountedFact(row, word.Sum, at, sign * ms), isKept: ms != 0);
    }

    private static bool CountsResponses(Visit visit) => visit is { CountsFacts: true, IsWithoutResponses: false };

    private static bool HasCounted(Visit visit, Measure measure)
    {
        foreach (var fact in visit.Counted.All)
        {
            if (fact.Measure == measure) return true;
        }
        return false;
    }
}
