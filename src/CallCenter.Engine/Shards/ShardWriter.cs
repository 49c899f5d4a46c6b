using System.Threading.Channels;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Storage;
using CallCenter.Engine.Board;
using Microsoft.Extensions.Logging;

namespace CallCenter.Engine.Shards;

/// <summary>
/// Commits to one shard, one commit in flight: what sources hand over meanwhile, or within the spacing, goes into the next, so that commits
/// grow with the load. One loop.
/// </summary>
internal sealed class ShardWriter(int shard, IMetricStore store, KpiBoard board, EngineOptions options, TimeProvider time, ILogger log)
{
    // Sections, not events: each holds everything a source had when it was made.
    private const int PendingMax = 1024;

    private readonly Channel<PendingCommit> _pending = Channel.CreateBounded<PendingCommit>(
        new BoundedChannelOptions(PendingMax) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    // The session of each source whose commit failed last: what it handed over meanwhile must not be committed.
    private readonly Dictionary<SourceId, Fence> _failed = [];

    public ValueTask EnqueueAsync(PendingCommit commit, CancellationToken cancellationToken)
        => _pending.Writer.WriteAsync(commit, cancellationToken);

    /// <summary>No more commits come; <see cref="RunAsync"/> ends when those handed over are done.</summary>
    public void Complete() => _pending.Writer.TryComplete();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var group = new List<PendingCommit>();
        var lastStart = 0L;
        try
        {
            while (await _pending.Reader.WaitToReadAsync(cancellationToken))
            {
                var wait = lastStart == 0 ? TimeSpan.Zero : options.CommitSpacing - time.GetElapsedTime(lastStart);
                if (wait > TimeSpan.Zero) await Task.Delay(wait, time, cancellationToken);
                lastStart = time.GetTimestamp();
                TakeGroup(group);
                await CommitAsync(group, cancellationToken);
                group.Clear();
            }
        }
        finally
        {
            _pending.Writer.TryComplete();
            foreach (var commit in group) commit.Ended(CommitFailure.StoreUnavailable);
            while (_pending.Reader.TryRead(out var commit)) commit.Ended(CommitFailure.StoreUnavailable);
        }
    }

    private void TakeGroup(List<PendingCommit> group)
    {
        var bytes = 0;
        while (bytes < options.CommitBytesMax && _pending.Reader.TryRead(out var commit))
        {
            // It builds on a commit that failed: rows that came with that one may never have been stored.
            if (_failed.TryGetValue(commit.Mark.Source, out var fence) && fence == commit.Mark.Fence)
            {
                commit.Ended(CommitFailure.StoreUnavailable);
                continue;
            }
            group.Add(commit);
            bytes += commit.Section.Length;
        }
    }

    private async Task CommitAsync(List<PendingCommit> group, CancellationToken cancellationToken)
    {
        while (group.Count > 0)
        {
            var commit = new LogCommit(Marks(group), BatchCodec.Join([.. group.Select(c => c.Section)]));
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

    // Everything of the refused source goes, since its sections follow one another; the rest is tried again.
    private void Refuse(List<PendingCommit> group, CommitOutcome.Refused refused)
    {
        var theirs = group.FindAll(c => c.Mark.Source == refused.Source);
        group.RemoveAll(c => c.Mark.Source == refused.Source);
        // An older fence than ours: not another owner, but a store that fell back to before our claim.
        var failure = theirs[0].Mark.Fence.Value >= refused.Actual.Fence.Value ? CommitFailure.MarkMoved : CommitFailure.Superseded;
        End(theirs, failure);
    }

    private void End(List<PendingCommit> group, CommitFailure? failure)
    {
        if (failure is not null) group.ForEach(c => _failed[c.Mark.Source] = c.Mark.Fence);
        foreach (var commit in group) commit.Ended(failure);
        group.Clear();
    }

    // Several sections of a source are one step of its mark.
    private static List<MarkStep> Marks(List<PendingCommit> group)
    {
        var steps = new Dictionary<SourceId, MarkStep>();
        foreach (var (mark, _, _) in group)
            steps[mark.Source] = steps.TryGetValue(mark.Source, out var first) ? first with { Next = mark.Next } : mark;
        return [.. steps.Values];
    }
}
