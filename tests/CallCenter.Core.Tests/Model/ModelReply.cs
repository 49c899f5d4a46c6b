using CallCenter.Core.Events;

namespace CallCenter.Core.Tests.Model;

internal sealed record ModelMessage(MessageAuthor Author, bool IsAcknowledgement, long AtMs, Dims Dims)
{
    public bool IsAgentOrAcknowledgement
        => Author is MessageAuthor.Agent or MessageAuthor.System || (Author == MessageAuthor.Bot && IsAcknowledgement);

    public bool IsReply => Author == MessageAuthor.Agent && !IsAcknowledgement;
    public bool IsReplyOrBot => Author is MessageAuthor.Agent or MessageAuthor.Bot && !IsAcknowledgement;
}

/// <summary>A reply of an agent, with the times that it ends.</summary>
/// <param name="ResponseMs">Since the oldest message of the customer that had no reply; null when there was none.</param>
/// <param name="FirstMs">Since the visit was queued; null for later replies.</param>
/// <param name="ReactionMs">Since the answer; null for later replies, and before the answer.</param>
internal sealed record ModelReply(long AtMs, Dims Dims, long? ResponseMs, long? FirstMs, long? ReactionMs)
{
    public static IEnumerable<ModelReply> Of(ModelVisit visit)
    {
        long? askedMs = null;
        var isFirst = true;
        foreach (var message in visit.Messages)
        {
            var (atMs, dims) = (message.AtMs, message.Dims);
            if (message.Author == MessageAuthor.Customer) askedMs ??= atMs;
            if (!message.IsReply) continue;
            var isConnected = dims.Agent.Length > 0;
            yield return new ModelReply(
                atMs, dims, atMs - askedMs, isFirst ? atMs - visit.QueuedMs : null,
                isFirst && isConnected ? atMs - visit.AnsweredMs : null);
            (askedMs, isFirst) = (null, false);
        }
    }
}
