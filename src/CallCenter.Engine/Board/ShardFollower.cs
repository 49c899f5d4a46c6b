using CallCenter.Core.Identity;
using CallCenter.Core.Storage;
using CallCenter.Engine.Shards;
using Microsoft.Extensions.Logging;

namespace CallCenter.Engine.Board;

/// <summary>
/// Keeps this node's copies of all shards in step with the store: own commits as they are made, other nodes' by reading the log, everything
/// anew when the log's chain breaks. Used by the board's loop only.
/// </summary>
internal sealed class ShardFollower(IMetricStore store, ViewSet views, Func<Instant> now, Action<int> chainBroken, ILogger log)
{
    // A page of the log; large enough to catch up fast, small enough that the loop stays responsive.
    public const int PageEntries = 256;

    private readonly ShardReplica[] _shards = new ShardReplica[store.ShardCount];

    // The copy that a fold under way was made from; none when there is none.
    private readonly ShardReplica?[] _folding = new ShardReplica?[store.ShardCount];
    // The copy that a read under way goes on from; none when there is none.
    private readonly ShardReplica?[] _reading = new ShardReplica?[store.ShardCount];

    // False where another node folds: what this copy believes to be stored is then out of date.
    private readonly bool[] _planHolds = [.. Enumerable.Repeat(true, store.ShardCount)];
    private bool _changed;

    // Since when a shard cannot be read; none when it could the last time. In a cluster one master may be away alone.
    private readonly Instant?[] _staleSince = new Instant?[store.ShardCount];

    /// <summary>Whether anything was applied since the last call.</summary>
    public bool TakeChanged()
    {
        var changed = _changed;
        _changed = false;
        return changed;
    }

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        // Decoding is most of the time of a start: all cores take part.
        using var cores = new SemaphoreSlim(Environment.ProcessorCount);
        var loads = Enumerable.Range(0, _shards.Length)
            .Select(shard => Task.Run(() => ReadInTurnAsync(shard, cores, cancellationToken), cancellationToken));
        foreach (var loaded in await Task.WhenAll(loads)) Take(loaded);
    }

    public async Task TakeAsync(int shard, LogEntry entry, CancellationToken cancellationToken)
    {
        // Another node's commits may lie before this one: the log has them all, this one included.
        if (_shards[shard].Apply(entry)) _changed = true;
        else await TryCatchUpAsync(shard, cancellationToken);
    }

    /// <summary>Shards to read on, and from where; none that is being read already.</summary>
    public List<(int Shard, LogPosition After)> StartReads()
    {
        var reads = new List<(int, LogPosition)>();
        for (var shard = 0; shard < _shards.Length; shard++)
        {
            if (_reading[shard] is not null) continue;
            _reading[shard] = _shards[shard];
            reads.Add((shard, _shards[shard].Cursor));
        }
        return reads;
    }

    public async Task TakePageAsync(BoardRequest.PageRead read, CancellationToken cancellationToken)
    {
        var reader = _reading[read.Shard];
        _reading[read.Shard] = null;
        SetStale(read.Shard, read.Error);
        // Loaded anew meanwhile: what was read then may have been rolled back, and positions of before mean nothing now.
        if (reader != _shards[read.Shard]) return;
        foreach (var entry in read.Entries)
        {
            if (entry.Position <= _shards[read.Shard].Cursor) continue;
            _changed = true;
            if (_shards[read.Shard].Apply(entry)) continue;
            // Either own commits went ahead meanwhile and the chain holds, or it is broken: reading on from the cursor tells.
            await TryCatchUpAsync(read.Shard, cancellationToken);
            return;
        }
    }

    public async Task CatchUpAsync(int shard, CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await store.ReadLogAsync(shard, _shards[shard].Cursor, PageEntries, cancellationToken);
            foreach (var entry in page)
            {
                _changed = true;
                if (_shards[shard].Apply(entry)) continue;
                EngineLog.ChainBroken(log, shard, _shards[shard].Cursor, entry.Previous);
                await ReloadAsync(shard, cancellationToken);
                chainBroken(shard);
                break;
            }
            if (page.Count < PageEntries) return;
        }
    }

    /// <summary>Refuses a copy that ends before a position that the store has named: a server that was a master once, and woke up after
    /// another took over, answers with the log of then, and a floor from it would number rows anew that there are.</summary>
    public void CheckReaches(int shard, LogPosition position)
    {
        if (_shards[shard].Cursor < position)
            throw new StoreUnavailableException(
                $"The log of shard {shard} was read up to {_shards[shard].Cursor}, but goes on to {position}.");
    }

    public StoredFloor FloorOf(int shard, SourceId source)
    {
        var replica = _shards[shard].SourceOf(source);
        return new StoredFloor(
            [.. replica.Rows.Select(r => r.Key)],
            [.. replica.Items]);
    }

    public Completeness Completeness(Instant at)
    {
        var sources = _shards.SelectMany(s => s.Sources).ToList();
        var newest = sources.Select(s => s.Value.Status.Newest).DefaultIfEmpty(Instant.MinValue).Max();
        var gaps = sources
            .SelectMany(s => s.Value.Status.Gaps.Select(g => (Source: s.Key, g.From, g.To)))
            .Where(g => at - g.To < TimeSpan.FromHours(24))
            .OrderByDescending(g => g.To)
            .Take(Core.Floor.SourceStatus.GapsMax);
        return new Completeness(newest == Instant.MinValue ? null : newest, [.. gaps], _staleSince.Min());
    }

    /// <summary>Shards that changed; none whose last fold is still being written.</summary>
    public List<int> StartFolds()
    {
        var due = new List<int>();
        for (var shard = 0; shard < _shards.Length; shard++)
        {
            if (_folding[shard] is not null || _shards[shard].Plan.IsEmpty(_shards[shard].Cursor)) continue;
            _folding[shard] = _shards[shard];
            due.Add(shard);
        }
        return due;
    }

    /// <summary>Encoded here, in the loop, where nothing moves.</summary>
    public async Task<ShardFold?> MakeFoldAsync(BoardRequest.FoldLeased leased, Instant now, CancellationToken cancellationToken)
    {
        if (leased.Granted != true)
        {
            _folding[leased.Shard] = null;
            if (leased.Granted == false) _planHolds[leased.Shard] = false;
            return null;
        }
        if (!_planHolds[leased.Shard] && !await TryReloadAsync(leased.Shard, cancellationToken))
        {
            _folding[leased.Shard] = null;
            return null;
        }
        _folding[leased.Shard] = _shards[leased.Shard];
        return _shards[leased.Shard].MakeFold(now);
    }

    public void FoldEnded(BoardRequest.FoldEnded ended)
    {
        var folded = _folding[ended.Shard];
        _folding[ended.Shard] = null;
        // A copy that was loaded anew meanwhile took what to fold from the store.
        if (folded != _shards[ended.Shard]) return;
        if (ended.Taken == true) folded.FoldDone(ended.Fold);
        else folded.FoldFailed(ended.Fold);
        if (ended.Taken == false) _planHolds[ended.Shard] = false;
    }

    private async Task TryCatchUpAsync(int shard, CancellationToken cancellationToken)
    {
        try
        {
            await CatchUpAsync(shard, cancellationToken);
            SetStale(shard, null);
        }
        catch (StoreUnavailableException e)
        {
            SetStale(shard, e);
        }
    }

    private async Task<bool> TryReloadAsync(int shard, CancellationToken cancellationToken)
    {
        try
        {
            // First as far as the log goes: a chain that is broken must show, and loading anew would hide it.
            await CatchUpAsync(shard, cancellationToken);
            await ReloadAsync(shard, cancellationToken);
            return true;
        }
        catch (StoreUnavailableException e)
        {
            SetStale(shard, e);
            return false;
        }
    }

    private void SetStale(int shard, StoreUnavailableException? error)
    {
        if (error is null == _staleSince[shard] is null) return;
        if (error is not null && _staleSince.Min() is null) EngineLog.StoreAway(log, error);
        _staleSince[shard] = error is null ? null : now();
        if (_staleSince.Min() is null) EngineLog.StoreBack(log);
    }

    private async Task ReloadAsync(int shard, CancellationToken cancellationToken)
    {
        var gone = _shards[shard].Sources.Values.SelectMany(s => s.Rows).ToHashSet();
        await LoadAsync(shard, cancellationToken);
        views.Replace(gone.Contains);
    }

    private async Task LoadAsync(int shard, CancellationToken cancellationToken) => Take(await ReadAsync(shard, cancellationToken));

    private async Task<LoadedShard> ReadInTurnAsync(int shard, SemaphoreSlim cores, CancellationToken cancellationToken)
    {
        await cores.WaitAsync(cancellationToken);
        try
        {
            return await ReadAsync(shard, cancellationToken);
        }
        finally
        {
            cores.Release();
        }
    }

    private async Task<LoadedShard> ReadAsync(int shard, CancellationToken cancellationToken)
    {
        // A fold between reading the image and the log may trim what is to be read; then the chain shows it and all is read again.
        while (true)
        {
            var loaded = new LoadedShard(shard, views);
            loaded.Replica.Load(await store.LoadAsync(shard, cancellationToken));
            if (await ReplayAsync(loaded.Replica, cancellationToken)) return loaded;
        }
    }

    private void Take(LoadedShard loaded)
    {
        var shard = loaded.Replica.Number;
        _shards[shard] = loaded.Replica;
        _planHolds[shard] = true;
        loaded.ShowRows();
        _changed = true;
    }

    private async Task<bool> ReplayAsync(ShardReplica replica, CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await store.ReadLogAsync(replica.Number, replica.Cursor, PageEntries, cancellationToken);
            foreach (var entry in page)
            {
                if (!replica.Apply(entry)) return false;
            }
            if (page.Count < PageEntries) return true;
        }
    }

    /// <summary>A copy whose rows are kept from the views until it is taken over.</summary>
    private sealed class LoadedShard
    {
        private readonly ViewSet _views;
        private List<Core.Windows.RowHistory>? _hidden = [];

        public LoadedShard(int shard, ViewSet views) => (_views, Replica) = (views, new ShardReplica(shard, Add));

        public ShardReplica Replica { get; }

        public void ShowRows()
        {
            var rows = _hidden!;
            _hidden = null;
            foreach (var row in rows) _views.Add(row);
        }

        private void Add(Core.Windows.RowHistory row)
        {
            if (_hidden is { } hidden) hidden.Add(row);
            else _views.Add(row);
        }
    }
}
