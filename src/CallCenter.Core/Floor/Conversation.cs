using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>Pairs the messages of a visit: the oldest of the customer without a reply with the next of a human agent. An acknowledgement is
/// no reply.</summary>
internal static class Conversation
{
    public static void Message(Visit visit, MessageAuthor author, bool isAcknowledgement, Instant at, VisitFacts facts)
    {
        facts.Message(visit, author, at);
        switch (author)
        {
            case MessageAuthor.Customer:
                visit.AskedAt ??= at;
                break;
            case MessageAuthor.Agent when !isAcknowledgement:
                if (!visit.HasReply) facts.FirstReply(visit, at);
                if (visit.AskedAt is { } askedAt) facts.Reply(visit, askedAt, at);
                (visit.HasReply, visit.AskedAt) = (true, null);
                break;
            default:
                if (!visit.HasReply) facts.WordBeforeReply(visit, isAcknowledgement || author == MessageAuthor.System, at);
                break;
        }
    }

    public static Measure MeasureOf(MessageAuthor author) => author switch
    {
        MessageAuthor.Customer => Measure.MessagesIn,
        MessageAuthor.Agent => Measure.MessagesOut,
        MessageAuthor.Bot => Measure.MessagesBot,
        MessageAuthor.System => Measure.MessagesSystem,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
