using System.Runtime.CompilerServices;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Storage;

namespace CallCenter.Engine.Shards;

/// <summary>Reads the ledgers of a store on demand. Safe for several threads.</summary>
internal sealed class Ledger(IMetricStore store, LedgerOptions options)
{
    private const int HeadsOfPage = 64;

    public LedgerOptions Options => options;

    /// <summary>The newest committed records of some visits of a source, by visit; those that the ledger does not have are left
    /// out.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public async Task<IReadOnlyDictionary<string, byte[]>> FindAsync(
        SourceId source, IReadOnlyCollection<string> visitIds, CancellationToken cancellationToken)
    {
        var shard = Sharding.ShardOf(source, store.ShardCount);
        while (true)
        {
            var lookup = new LedgerLookup(source, visitIds);
            var newest = await NewestAsync(shard, cancellationToken);
            await ReadLogAsync(shard, newest, lookup.Read, cancellationToken);
            lookup.EndLog();
            // A fold meanwhile has moved a part of the log to a chunk that was not there.
            if (await NewestAsync(shard, cancellationToken) != newest) continue;
            await ReadChunksAsync(shard, lookup, cancellationToken);
            return lookup.Found;
        }
    }

    /// <summary>How many records of each source of a tenant name a contact; those in a part of the log that is folded meanwhile may
    /// count twice.</summary>
    public async Task<IReadOnlyDictionary<SourceId, int>> CountAsync(
        TenantId tenant, string contactId, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<SourceId, int>();
        void Count(SourceId source, LedgerRecordHead head)
        {
            if (source.Tenant == tenant && head.Names(contactId)) counts[source] = counts.GetValueOrDefault(source) + 1;
        }
        for (var shard = 0; shard < store.ShardCount; shard++)
        {
            var newest = await NewestAsync(shard, cancellationToken);
            await foreach (var head in HeadsAsync(shard, cancellationToken))
            {
                if (!LedgerHead.Decode(head.Head.Span).Hashes.Keys.Any(source => source.Tenant == tenant)) continue;
                if (await store.Ledger.ReadAsync(shard, head.Position, cancellationToken) is { } data)
                    LedgerCodec.Read(data, (source, record, _) => Count(source, record));
            }
            await ReadLogAsync(
                shard, newest, entry => LedgerCodec.Read(entry, (source, record, _) => Count(source, record)), cancellationToken);
        }
        return counts;
    }

    /// <summary>Erases ids of contacts from the chunks of a shard.</summary>
    public async Task EraseAsync(int shard, LedgerErasures erasures, CancellationToken cancellationToken)
    {
        await foreach (var head in HeadsAsync(shard, cancellationToken))
        {
            if (!erasures.MayChange(LedgerHead.Decode(head.Head.Span))) continue;
            var data = await store.Ledger.ReadAsync(shard, head.Position, cancellationToken);
            if (data is not null && erasures.Apply(data) is { } erased)
                await store.Ledger.RewriteAsync(shard, head.Position, erased, cancellationToken);
        }
    }

    /// <summary>Reads the records of a shard as of a position of its log, the newest first.</summary>
    /// <param name="of">The sources whose records are read.</param>
    /// <param name="doneFrom">Chunks whose visits were all over before are left out.</param>
    /// <param name="read">Is called with each record in turn.</param>
    /// <returns>False when the ledger has chunks with later records by now; some may have been read.</returns>
    public async Task<bool> TryReadAsync(
        int shard, LogPosition asOf, Func<SourceId, bool> of, Instant doneFrom, LedgerCodec.RecordReader read,
        CancellationToken cancellationToken)
    {
        var newest = await NewestAsync(shard, cancellationToken);
        if (newest > asOf) return false;
        var records = new LedgerRecords(of);
        await ReadLogAsync(
            shard, newest, entry =>
            {
                if (entry.Position <= asOf) records.Add(entry);
            },
            cancellationToken);
        if (await NewestAsync(shard, cancellationToken) != newest) return false;
        records.TakeNewestFirst(read);
        await foreach (var head in HeadsAsync(shard, cancellationToken))
        {
            // What was folded meanwhile was read with the log.
            if (head.Position > newest || head.DoneTo < doneFrom || !LedgerHead.Decode(head.Head.Span).Hashes.Keys.Any(of)) continue;
            if (await store.Ledger.ReadAsync(shard, head.Position, cancellationToken) is { } data) records.Add(data);
            records.TakeNewestFirst(read);
        }
        return true;
    }

    private async Task<LogPosition> NewestAsync(int shard, CancellationToken cancellationToken)
        => await store.Ledger.ReadHeadsAsync(shard, LogPosition.End, 1, cancellationToken) is [var newest] ? newest.Position
            : LogPosition.Start;

    private async Task ReadLogAsync(int shard, LogPosition after, Action<LogEntry> read, CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await store.ReadLogAsync(shard, after, FollowedShard.PageEntries, cancellationToken);
            // An entry without a batch stands for a log that was trimmed: folded, and without records.
            foreach (var entry in page.Where(e => !e.Batch.IsEmpty)) read(entry);
            if (page.Count < FollowedShard.PageEntries) return;
            after = page[^1].Position;
        }
    }

    private async Task ReadChunksAsync(int shard, LedgerLookup lookup, CancellationToken cancellationToken)
    {
        await foreach (var head in HeadsAsync(shard, cancellationToken))
        {
            if (lookup.IsDone) return;
            if (!lookup.MayBeIn(LedgerHead.Decode(head.Head.Span))) continue;
            if (await store.Ledger.ReadAsync(shard, head.Position, cancellationToken) is { } data) lookup.Read(data);
        }
    }

    // The newest first.
    private async IAsyncEnumerable<LedgerChunkHead> HeadsAsync(int shard, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var before = LogPosition.End; ;)
        {
            var heads = await store.Ledger.ReadHeadsAsync(shard, before, HeadsOfPage, cancellationToken);
            foreach (var head in heads) yield return head;
            if (heads.Count < HeadsOfPage) yield break;
            before = heads[^1].Position;
        }
    }
}
