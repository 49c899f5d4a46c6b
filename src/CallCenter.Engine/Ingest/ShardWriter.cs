using System.Threading.Channels;
using CallCenter.Core.Log;
using CallCenter.Core.Storage;
using CallCenter.Engine.Board;
using Microsoft.Extensions.Logging;

namespace CallCenter.Engine.Ingest;

/// <summary>
/// Commits to one shard, one commit in flight. Sources enlist when they have something; what they have is taken when a commit is made, so
/// that all that came while the one before was in flight, or within the spacing, goes into it: one section a source. One loop.
/// </summary>
internal sealed class ShardWriter(int shard, IMetricStore store, KpiBoard board, EngineOptions options, TimeProvider time, ILogger log)
{
    /// <summary>Number of the stored format to encode sections in.</summary>
    public int Format => store.FormatOf(shard);

    private readonly TimeSpan _spacing = options.CommitSpacingOn(store);

    // A source enlists once until it is taken, so there are never more than there are sources. Of the kind that can be counted, which the
    // one for a single reader cannot.
    private readonly Channel<CollectSection> _enlisted = Channel.CreateUnbounded<CollectSection>();

    /// <summary>Asks for a place in the next commit; false when no more commits are made.</summary>
    public bool Enlist(CollectSection collect) => _enlisted.Writer.TryWrite(collect);

    /// <summary>Nobody enlists any more; <see cref="RunAsync"/> ends when those who did are done.</summary>
    public void Complete() => _enlisted.Writer.TryComplete();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var group = new List<PendingCommit>();
        var lastStart = 0L;
        try
        {
            while (await _enlisted.Reader.WaitToReadAsync(cancellationToken))
            {
                var wait = lastStart == 0 ? TimeSpan.Zero : _spacing - time.GetElapsedTime(lastStart);
                if (wait > TimeSpan.Zero) await Task.Delay(wait, time, cancellationToken);
                await CollectGroupAsync(group, options.CommitBytesMax);
                if (group.Count == 0) continue;
                lastStart = time.GetTimestamp();
                await CommitAsync(group, cancellationToken);
            }
        }
        finally
        {
            _enlisted.Writer.TryComplete();
            await CollectGroupAsync(group, int.MaxValue);
            End(group, CommitFailure.StoreUnavailable);
        }
    }

    private async ValueTask CollectGroupAsync(List<PendingCommit> group, int bytesMax)
    {
        // Who enlists from here on is for the commit after: a source that was asked already would have two sections in this one, and the
        // second expects the mark that the first has yet to set.
        var bytes = 0;
        for (var left = _enlisted.Reader.Count; left > 0 && bytes < bytesMax && _enlisted.Reader.TryRead(out var collect); left--)
        {
            if (await collect() is not { } commit) continue;
            group.Add(commit);
            bytes += commit.Section.Length;
        }
    }

    private async Task CommitAsync(List<PendingCommit> group, CancellationToken cancellationToken)
    {
        while (group.Count > 0)
        {
            var commit = new LogCommit(group.ConvertAll(c => c.Mark), BatchCodec.Join(group.ConvertAll(c => c.Section)));
            CommitOutcome outcome;
            try
            {
                outcome = await store.CommitAsync(shard, commit, cancellationToken);
            }
            catch (StoreUnavailableException e)
            {
                EngineLog.CommitFailed(log, shard, e);
                End(group, CommitFailure.StoreUnavailable);
                return;
            }
            if (outcome is CommitOutcome.Committed committed)
            {
                // First the board, then the acks: who was acked and asks, finds it counted.
                await board.CommittedAsync(shard, committed.Entry, cancellationToken);
                End(group, null);
                return;
            }
            Refuse(group, (CommitOutcome.Refused)outcome);
        }
    }

    // The rest is tried again.
    private static void Refuse(List<PendingCommit> group, CommitOutcome.Refused refused)
    {
        var theirs = group.Find(c => c.Mark.Source == refused.Source)!;
        group.Remove(theirs);
        // An older fence than ours: not another owner, but a store that fell back to before our claim.
        theirs.Ended(theirs.Mark.Fence.Value >= refused.Actual.Fence.Value ? CommitFailure.MarkMoved : CommitFailure.Superseded);
    }

    private static void End(List<PendingCommit> group, CommitFailure? failure)
    {
        foreach (var commit in group) commit.Ended(failure);
        group.Clear();
    }
}
