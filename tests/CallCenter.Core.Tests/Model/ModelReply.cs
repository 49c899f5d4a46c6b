using CallCenter.Core.Events;

namespace CallCenter.Core.Tests.Model;

/// <summary>A message of an agent, with the times that it ends.</summary>
/// <param name="ResponseMs">Since the oldest message of the customer that had no reply; null when there was none.</param>
/// <param name="FirstMs">Since the visit was queued; null for later replies.</param>
/// <param name="ReactionMs">Since the answer; null for later replies, and before the answer.</param>
internal sealed record ModelReply(long AtMs, Dims Dims, long? ResponseMs, long? FirstMs, long? ReactionMs)
{
    public static IEnumerable<ModelReply> Of(ModelVisit visit)
    {
        long? askedMs = null;
        var isFirst = true;
        foreach (var (author, atMs, dims) in visit.Messages)
        {
            if (author == MessageAuthor.Customer) askedMs ??= atMs;
            if (author != MessageAuthor.Agent) continue;
            var isConnected = dims.Agent.Length > 0;
            yield return new ModelReply(
                atMs, dims, atMs - askedMs, isFirst ? atMs - visit.QueuedMs : null,
                isFirst && isConnected ? atMs - visit.AnsweredMs : null);
            (askedMs, isFirst) = (null, false);
        }
    }
}
