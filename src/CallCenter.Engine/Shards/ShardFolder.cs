using CallCenter.Core.Replicas;
using CallCenter.Core.Storage;

namespace CallCenter.Engine.Shards;

/// <summary>Folds one shard's log: asks for the lease, encodes, writes, each failure tried again at the next interval. Used by one loop
/// only.</summary>
internal sealed class ShardFolder(FollowedShard shard, ShardContext context, StoreCalls calls)
{
    private readonly ArchiveDays _days = new(context.Store, context.ZoneOf);
    private bool _isFolding;

    public void Start(TimeSpan lease)
    {
        if (_isFolding || shard.State.Status != ShardStatus.Live || shard.Replica.Plan.IsEmpty(shard.Replica.Cursor)) return;
        // A fold would lose what this version does not know.
        if (!shard.Replica.Skipped.IsEmpty)
        {
            shard.Replica.Plan.Abandon();
            return;
        }
        _isFolding = true;
        calls.Start<bool?>(async stop => await context.Store.LeaseFoldAsync(shard.State.Shard, lease, stop), EndLeaseAsync);
    }

    private async ValueTask EndLeaseAsync(bool? isGranted, Exception? error)
    {
        if (error is not null) EngineLog.FoldFailed(context.Log, shard.State.Shard, error);
        if (isGranted == false) shard.Replica.Plan.Abandon();
        if (isGranted != true || (shard.Replica.Plan.IsAbandoned && !await shard.TryReloadAsync()) || !TryMake(out var fold))
        {
            _isFolding = false;
            return;
        }
        var folded = shard.Replica;
        calls.Start<bool?>(async stop => await FoldAsync(fold, stop), (isTaken, e) => EndFold(folded, fold, isTaken, e));
    }

    private async Task<bool> FoldAsync(ShardFold fold, CancellationToken cancellationToken)
    {
        fold = fold with
        {
            Ledger = await CutLedgerAsync(fold, cancellationToken),
            LedgerKept = new LedgerKept(context.Now - context.Ledger.Options.Kept, context.Ledger.Options.BytesMax),
        };
        fold = await _days.AddToAsync(shard.State.Shard, fold, cancellationToken);
        return await context.Store.FoldAsync(shard.State.Shard, fold, cancellationToken);
    }

    // From the log once more: no node has to remember the records until then.
    private async Task<IReadOnlyList<LedgerChunk>> CutLedgerAsync(ShardFold fold, CancellationToken cancellationToken)
    {
        var cutter = new LedgerCutter();
        for (var at = fold.Expected; at < fold.Checkpoint;)
        {
            var page = await context.Store.ReadLogAsync(shard.State.Shard, at, FollowedShard.PageEntries, cancellationToken);
            foreach (var entry in page.TakeWhile(e => e.Position <= fold.Checkpoint && !e.Batch.IsEmpty)) cutter.Add(entry);
            if (page.Count < FollowedShard.PageEntries) break;
            at = page[^1].Position;
        }
        var chunks = cutter.Finish();
        // Before the fold: if that fails, the next one has the same erasures.
        if (!cutter.Erasures.IsEmpty) await context.Ledger.EraseAsync(shard.State.Shard, cutter.Erasures, cancellationToken);
        return chunks;
    }

    // Encoded in the loop, where nothing moves.
    private bool TryMake(out ShardFold fold)
    {
        try
        {
            fold = shard.Replica.MakeFold(context.Now, context.Store.FormatOf(shard.State.Shard));
            return true;
        }
        catch (Exception e)
        {
            // What was to be folded is in nobody's hands now: only the store has all of it.
            shard.Fail(e);
            fold = null!;
            return false;
        }
    }

    /// <param name="isTaken">Whether the store took it; null: unknown.</param>
    private ValueTask EndFold(ShardReplica folded, ShardFold fold, bool? isTaken, Exception? error)
    {
        _isFolding = false;
        if (error is not null) EngineLog.FoldFailed(context.Log, shard.State.Shard, error);
        if (isTaken == false) folded.Plan.Abandon();
        // A copy that was loaded anew meanwhile has what to fold from the store.
        if (folded != shard.Replica) return ValueTask.CompletedTask;
        if (isTaken == true) folded.FoldDone(fold);
        else folded.FoldFailed(fold);
        return ValueTask.CompletedTask;
    }
}
