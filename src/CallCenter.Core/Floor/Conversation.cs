using CallCenter.Core.Events;
using CallCenter.Core.Identity;

namespace CallCenter.Core.Floor;

/// <summary>Pairs the messages of a visit: the oldest of the customer without a reply with the next of a human agent.</summary>
internal static class Conversation
{
    public static void Message(Visit visit, MessageAuthor author, Instant at, VisitFacts facts)
    {
        facts.Message(visit, author, at);
        switch (author)
        {
            case MessageAuthor.Customer:
                visit.AskedAt ??= at;
                break;
            case MessageAuthor.Agent:
                if (!visit.HasReply) facts.FirstReply(visit, at);
                if (visit.AskedAt is { } askedAt) facts.Reply(visit, askedAt, at);
                (visit.HasReply, visit.AskedAt) = (true, null);
                break;
        }
    }
}
