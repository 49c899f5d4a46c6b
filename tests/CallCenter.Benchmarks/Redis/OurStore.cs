using CallCenter.Core.Encoding;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Measures;
using CallCenter.Core.Replicas;
using CallCenter.Core.Storage;
using CallCenter.Storage.Redis;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallCenter.Benchmarks.Redis;

/// <summary>
/// What the server does with the same increments: deltas, sections, one commit a shard, and each simulated minute a fold by a copy of each
/// shard that has applied the log.
/// </summary>
internal sealed class OurStore : IDesign
{
    private readonly RedisMetricStore _store;
    private readonly SourceId[] _sources = [.. Enumerable.Range(0, Workload.Sources).Select(s => new SourceId(TenantId.Default,
        $"source-{s}"))];
    private readonly int[] _shardOf;
    private readonly int[] _numbers = new int[Workload.Rows];
    private readonly RowKey[][] _rows;
    private readonly DeltaSet[] _deltas = [.. Enumerable.Range(0, Workload.Sources).Select(_ => new DeltaSet())];
    private readonly int[] _counts = new int[Workload.Sources];
    private readonly SourceMark[] _marks = new SourceMark[Workload.Sources];
    private readonly ShardReplica[] _replicas;
    private bool _rowsKnown;
    private long _foldedMs;

    private OurStore(RedisMetricStore store)
    {
        _store = store;
        _shardOf = [.. _sources.Select(s => Sharding.ShardOf(s, store.ShardCount))];
        _replicas = [.. Enumerable.Range(0, store.ShardCount).Select(shard => new ShardReplica(shard, ReplicaObserver.None))];
        var rows = _sources.Select(_ => new List<RowKey>()).ToList();
        for (var row = 0; row < Workload.Rows; row++)
        {
            var ofSource = rows[Workload.SourceOf(row)];
            _numbers[row] = ofSource.Count;
            ofSource.Add(Workload.KeyOf(row));
        }
        _rows = [.. rows.Select(r => r.ToArray())];
    }

    public static async Task<OurStore> OpenAsync(string address)
    {
        var options = RedisStoreOptions.Parse(address + "?logkept=1000");
        var design = new OurStore(new RedisMetricStore(options, "bench", TimeProvider.System, NullLogger.Instance));
        for (var s = 0; s < Workload.Sources; s++)
            design._marks[s] = await design._store.ClaimAsync(design._shardOf[s], design._sources[s], CancellationToken.None);
        return design;
    }

    public async Task FlushAsync(ReadOnlyMemory<CountedEvent> events, long nowMs)
    {
        Count(events.Span);
        var commits = Enumerable.Range(0, Workload.Sources).Where(s => _counts[s] > 0).GroupBy(s => _shardOf[s]);
        await Task.WhenAll(commits.Select(group => CommitAsync(group.Key, group)).ToList());
        _rowsKnown = true;
        if (_foldedMs == 0) _foldedMs = nowMs;
        if (nowMs - _foldedMs < 60_000) return;
        _foldedMs = nowMs;
        await Task.WhenAll(_replicas.Select(replica => FoldAsync(replica, new Instant(nowMs))));
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private void Count(ReadOnlySpan<CountedEvent> events)
    {
        Array.Clear(_counts);
        foreach (var e in events)
        {
            _counts[e.Source]++;
            foreach (var (row, measure, value) in e.Increments) _deltas[e.Source].Count(_numbers[row], measure, new Instant(e.AtMs), value);
        }
    }

    private async Task CommitAsync(int shard, IEnumerable<int> sources)
    {
        var (steps, sections) = (new List<MarkStep>(), new List<EncodedSection>());
        foreach (var s in sources)
        {
            var (fence, committed) = _marks[s];
            var next = committed + _counts[s];
            var (first, rows) = _rowsKnown ? (_rows[s].Length, []) : (0, _rows[s]);
            sections.Add(BatchCodec.Encode(new SourceSection(_sources[s], fence, committed, next, first, rows, _deltas[s].Drain(), []),
                StoredFormat.Newest));
            steps.Add(new MarkStep(_sources[s], fence, committed, next));
            _marks[s] = new SourceMark(fence, next);
        }
        var outcome = await _store.CommitAsync(shard, new LogCommit(steps, BatchCodec.Join(sections)), CancellationToken.None);
        if (outcome is not CommitOutcome.Committed committedEntry) throw new InvalidOperationException($"Not committed: {outcome}");
        if (!_replicas[shard].Apply(committedEntry.Entry)) throw new InvalidOperationException("The chain is broken.");
    }

    private async Task FoldAsync(ShardReplica replica, Instant now)
    {
        if (replica.Plan.IsEmpty(replica.Cursor)) return;
        if (!await _store.LeaseFoldAsync(replica.Number, TimeSpan.FromMinutes(2), CancellationToken.None))
            throw new InvalidOperationException("No lease.");
        var fold = replica.MakeFold(now, StoredFormat.Newest);
        if (!await _store.FoldAsync(replica.Number, fold, CancellationToken.None)) throw new InvalidOperationException("Not folded.");
        replica.FoldDone(fold);
    }
}
