using System.Diagnostics;
using System.Threading.Channels;
using CallCenter.Core.Log;
using CallCenter.Core.Storage;
using CallCenter.Engine.Board;
using CallCenter.Engine.Instruments;
using Microsoft.Extensions.Logging;

namespace CallCenter.Engine.Ingest;

/// <summary>
/// Commits to one shard, one commit in flight. Sources enlist when they have news and are asked for it when a commit is made, so that
/// everything since the previous commit goes into one section a source. A source that is busy with a long batch is skipped: it enlists
/// again, and nobody waits for it. One loop.
/// </summary>
internal sealed class ShardWriter(int shard, IMetricStore store, KpiBoard board, EngineOptions options, TimeProvider time, ILogger log)
{
    /// <summary>Number of the stored format to encode sections in.</summary>
    public int Format => store.FormatOf(shard);

    private readonly TimeSpan _spacing = options.CommitSpacingOn(store);

    // A source enlists once until it is asked, so there are never more entries than sources. Not a single-reader channel, because those
    // have no count.
    private readonly Channel<CollectSection> _enlisted = Channel.CreateUnbounded<CollectSection>();

    /// <summary>Sources that wait for a place in the next commit; any thread.</summary>
    public int EnlistedCount => _enlisted.Reader.Count;

    /// <summary>Asks for a place in the next commit; false when the writer has ended.</summary>
    public bool Enlist(CollectSection collect) => _enlisted.Writer.TryWrite(collect);

    /// <summary>Refuses further sources; <see cref="RunAsync"/> ends after the enlisted ones are committed.</summary>
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
                CollectGroup(group, options.CommitBytesMax);
                if (group.Count == 0) continue;
                lastStart = time.GetTimestamp();
                await CommitAsync(group, cancellationToken);
            }
        }
        finally
        {
            _enlisted.Writer.TryComplete();
            CollectGroup(group, int.MaxValue);
            End(group, CommitFailure.StoreUnavailable);
        }
    }

    private void CollectGroup(List<PendingCommit> group, int bytesMax)
    {
        // Sources that enlist from here on go into the following commit: a second section of a source in one commit would expect the mark
        // that the first has yet to set.
        var bytes = 0;
        for (var left = _enlisted.Reader.Count; left > 0 && bytes < bytesMax && _enlisted.Reader.TryRead(out var collect); left--)
        {
            if (collect() is not { } commit) continue;
            group.Add(commit);
            bytes += commit.Section.Length;
        }
    }

    private async Task CommitAsync(List<PendingCommit> group, CancellationToken cancellationToken)
    {
        using var activity = StartActivity(group);
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
                // The board before the acks: a snapshot after an ack must include the event.
                await board.CommittedAsync(shard, committed.Entry, activity?.Context ?? default, cancellationToken);
                End(group, null);
                return;
            }
            Refuse(group, (CommitOutcome.Refused)outcome);
        }
    }

    // Only where a sender has asked: the span belongs to the first of them and names the others.
    private static Activity? StartActivity(List<PendingCommit> group)
    {
        if (!EngineMeter.Activities.HasListeners()) return null;
        var traces = group.Select(c => c.Trace).Where(t => t != default).ToList();
        return traces.Count == 0 ? null : EngineMeter.Activities.StartActivity(
            "commit", ActivityKind.Internal, traces[0], links: traces.Skip(1).Select(t => new ActivityLink(t)));
    }

    // The caller commits the remaining sections.
    private static void Refuse(List<PendingCommit> group, CommitOutcome.Refused refused)
    {
        var theirs = group.Find(c => c.Mark.Source == refused.Source)!;
        group.Remove(theirs);
        // A fence older than ours means no other owner, but a store rolled back to before our claim.
        theirs.Ended(theirs.Mark.Fence.Value >= refused.Actual.Fence.Value ? CommitFailure.MarkMoved : CommitFailure.Superseded);
    }

    private static void End(List<PendingCommit> group, CommitFailure? failure)
    {
        foreach (var commit in group) commit.Ended(failure);
        group.Clear();
    }
}
