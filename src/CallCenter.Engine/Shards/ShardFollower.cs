using CallCenter.Core.Identity;
using CallCenter.Core.Measures;
using CallCenter.Core.Replicas;
using CallCenter.Core.Storage;
using CallCenter.Core.Views;
using CallCenter.Engine.Limits;

namespace CallCenter.Engine.Shards;

/// <summary>Follows all shards of a store. Used by one loop only, but for <see cref="LineageOf"/> and <see cref="State"/>.</summary>
internal sealed class ShardFollower
{
    private readonly FollowedShard[] _shards;
    private readonly ShardContext _context;
    private ShardsState _state = ShardsState.Starting;

    public ShardFollower(ShardContext context, TenantUses uses, StoreCalls calls)
    {
        (_context, Uses) = (context, uses);
        _shards = [.. Enumerable.Range(0, context.Store.ShardCount).Select(i => new FollowedShard(i, context, calls, Publish))];
    }

    /// <summary>What each tenant uses; any thread.</summary>
    public TenantUses Uses { get; }

    /// <summary>The state of all shards; any thread.</summary>
    public ShardsState State => Volatile.Read(ref _state);

    /// <summary>Since the log of the shard that is furthest behind was read to its end; zero where no other node writes. Any
    /// thread.</summary>
    public TimeSpan Lag => _context.Store.IsShared ? _shards.Max(s => s.Lag) : TimeSpan.Zero;

    public IEnumerable<SourceReplica> Sources => _shards.SelectMany(s => s.Replica.Sources.Values);

    /// <inheritdoc cref="FollowedShard.Lineage"/>
    public long LineageOf(int shard) => _shards[shard].Lineage;

    /// <summary>Reads all shards; one that cannot be read is left unreadable and tried again later.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        // Decoding is most of the time of a start: all cores take part. The first failure ends the rest: a store that does not answer for
        // one shard would be waited for again with each of the others.
        await Parallel.ForEachAsync(
            _shards, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken },
            async (shard, stop) => await shard.LoadAsync(stop));
        foreach (var shard in _shards) shard.Begin();
    }

    /// <summary>Whether anything was applied since the last call.</summary>
    public bool ReadAndClearChanged()
    {
        var changed = false;
        foreach (var shard in _shards) changed |= shard.ReadAndClearChanged();
        return changed;
    }

    public ValueTask ApplyAsync(int shard, LogEntry entry) => _shards[shard].ApplyAsync(entry);

    /// <inheritdoc cref="FollowedShard.ReadFloorAsync"/>
    public ValueTask<StoredFloor> ReadFloorAsync(int shard, SourceId source, LogPosition logEnd)
        => _shards[shard].ReadFloorAsync(source, logEnd);

    public void Follow()
    {
        foreach (var shard in _shards) shard.Follow();
    }

    public void StartFolds(TimeSpan lease)
    {
        foreach (var shard in _shards) shard.StartFold(lease);
    }

    /// <summary>The sources of a tenant.</summary>
    public List<ListedSource> SourcesOf(TenantId tenant, Instant at) =>
    [
        .. from source in _shards.SelectMany(s => s.Replica.Sources.Values)
           where source.Id.Tenant == tenant
           select new ListedSource(SourceFeed.Of(source.Id, source.Status, at), source.Status.Committed)
    ];

    /// <summary>Sources with live visits that no stream is open for, and those that are published to.</summary>
    public List<SourceFeed> AbsentSources(Instant at) =>
    [
        .. Sources.Where(source => source.Size.Visits > 0).Select(source => SourceFeed.Of(source.Id, source.Status, at))
            .Where(feed => feed.State is FeedState.Disconnected or FeedState.Calls),
    ];

    /// <summary>The next rows of a source; none when it is not known.</summary>
    public ListPiece<ListedRow> RowsOf(SourceId source, int from) => ListPiece.Of(
        Find(source)?.Rows.From(from) ?? [], row => row.Number,
        row => new ListedRow(row.Thing.Key, row.Thing.Live(LiveList.Waiting).Count));

    /// <summary>The next agents of a source; none when it is not known.</summary>
    public ListPiece<AgentItems> AgentsOf(SourceId source, int from) => ListPiece.Of(
        Find(source)?.AgentsFrom(from) ?? [], agent => agent.Handle, agent => agent);

    /// <summary>How complete the events of the sources are that a selector selects.</summary>
    public Completeness Completeness(Selector selector, Instant at)
        => Shards.Completeness.Of(Sources.Where(s => selector.SelectsSource(s.Id)), State, at) with
        {
            SourcesRefused = Uses.RefusedSince(selector.Tenant, at),
        };

    /// <summary>How far the logs of the shards of some sources were read.</summary>
    public IReadOnlyDictionary<int, LogPosition> PositionsOf(IEnumerable<SourceId> sources)
        => sources.Select(source => Sharding.ShardOf(source, _shards.Length)).Distinct()
            .ToDictionary(shard => shard, shard => _shards[shard].Replica.Cursor);

    private SourceReplica? Find(SourceId source)
        => _shards[Sharding.ShardOf(source, _shards.Length)].Replica.Sources.GetValueOrDefault(source);

    private void Publish(ShardState changed)
    {
        var wasStale = State.Stale.Any();
        var states = _shards.Select(s => s.State).ToList();
        var state = new ShardsState(
            states.TrueForAll(s => s.Status != ShardStatus.Loading),
            [.. states.Where(s => s.Status is ShardStatus.Stale or ShardStatus.Unreadable)])
        {
            SkippingCount = states.Count(s => s.HasSkipped),
        };
        Volatile.Write(ref _state, state);
        if (!wasStale && state.Stale.Any()) EngineLog.StoreAway(_context.Log, changed.Reason!);
        if (wasStale && !state.Stale.Any()) EngineLog.StoreBack(_context.Log);
    }
}
