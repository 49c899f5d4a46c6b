using CallCenter.Core.Encoding;
using CallCenter.Core.Identity;
using CallCenter.Core.Replicas;
using CallCenter.Core.Storage;

namespace CallCenter.Engine.Shards;

/// <summary>
/// This node's copy of one shard, kept in step with the store: own commits as they are made, other nodes' by reading the log, everything
/// anew when the log's chain breaks. Whatever goes wrong ends in a <see cref="ShardState"/> and is tried again later. Used by one loop
/// only, but for <see cref="Lineage"/>.
/// </summary>
internal sealed class FollowedShard
{
    // A page of the log; large enough to catch up fast, small enough that the loop stays responsive.
    public const int PageEntries = 256;

    // A store that is away is back in moments; a form that cannot be read stays so until someone acts, and each try reads the whole shard.
    private static readonly TimeSpan StaleDelay = TimeSpan.FromMilliseconds(25), StaleDelayMax = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan UnreadableDelay = TimeSpan.FromSeconds(10), UnreadableDelayMax = TimeSpan.FromMinutes(5);

    private readonly int _number;
    private readonly ShardContext _context;
    private readonly StoreCalls _calls;
    private readonly Action<ShardState> _stateChanged;
    private readonly ShardFolder _folder;
    private readonly RetryDelay _staleRetry;
    private readonly RetryDelay _loadRetry;
    private bool _isAsking; // A read or load of the store is under way beside the loop.
    private bool _hasChanged;
    private long _lineage;
    private long _atEndAt; // Of the log; 0: never.

    public FollowedShard(int number, ShardContext context, StoreCalls calls, Action<ShardState> stateChanged)
    {
        (_number, _context, _calls, _stateChanged) = (number, context, calls, stateChanged);
        _staleRetry = new RetryDelay(StaleDelay, StaleDelayMax, context.Time);
        _loadRetry = new RetryDelay(UnreadableDelay, UnreadableDelayMax, context.Time);
        Replica = new ShardReplica(number, ReplicaObserver.None, context.ZoneOf);
        State = new ShardState(number, ShardStatus.Loading);
        _folder = new ShardFolder(this, context, calls);
    }

    public ShardReplica Replica { get; private set; }
    public ShardState State { get; private set; }

    /// <summary>Grows each time the store turns out to have lost entries that this node had seen: commits may be gone. Any
    /// thread.</summary>
    public long Lineage => Volatile.Read(ref _lineage);

    /// <summary>Since the log was read to its end; zero before the first time. Any thread.</summary>
    public TimeSpan Lag => Volatile.Read(ref _atEndAt) is not 0 and var at ? _context.Time.GetElapsedTime(at) : TimeSpan.Zero;

    /// <summary>Whether anything was applied since the last call.</summary>
    public bool ReadAndClearChanged()
    {
        var changed = _hasChanged;
        _hasChanged = false;
        return changed;
    }

    /// <summary>Reads the shard for the first time. Only a store that does not answer is an error; anything else is a state.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            First = await LoadedShard.ReadAsync(_context, _number, cancellationToken);
        }
        catch (Exception e) when (e is not (StoreUnavailableException or OperationCanceledException))
        {
            FirstError = e;
        }
    }

    /// <summary>Puts the first copy to use. Apart from reading, which other threads do.</summary>
    public void Begin()
    {
        if (First is { } loaded) Use(loaded);
        if (FirstError is { } error) Fail(error);
        (First, FirstError) = (null, null);
    }

    private LoadedShard? First { get; set; }
    private Exception? FirstError { get; set; }

    /// <summary>Reads on beside the loop where another node may have committed, or something failed and is due again.</summary>
    public void Follow()
    {
        if (_isAsking) return;
        if (State.Status == ShardStatus.Unreadable) StartLoad();
        else if (_context.Store.IsShared || State.Status == ShardStatus.Stale) StartRead();
    }

    /// <summary>Applies a commit of this node.</summary>
    public async ValueTask ApplyAsync(LogEntry entry)
    {
        if (State.Status == ShardStatus.Unreadable) return;
        await TryAsync(async () =>
        {
            // Another node's commits may lie before this one: the log has them all, this one included.
            if (Replica.Apply(entry)) _hasChanged = true;
            else await CatchUpAsync();
        });
    }

    /// <summary>The stored floor of a source as of its last commit.</summary>
    /// <param name="logEnd">End of the log when the source was claimed. A copy that ends before is refused: a former master that woke up
    /// after another took over answers with its old log, and a floor from it would give the numbers of existing rows to new ones.</param>
    /// <exception cref="StoreUnavailableException">The store does not answer, or not up to there.</exception>
    /// <exception cref="ShardUnreadableException">The shard's stored form cannot be read.</exception>
    public async ValueTask<StoredFloor> ReadFloorAsync(SourceId source, LogPosition logEnd)
    {
        if (State.Status != ShardStatus.Unreadable && !await TryAsync(CatchUpAsync) && State.Status == ShardStatus.Stale)
            throw new StoreUnavailableException(State.Reason!);
        if (State.Status == ShardStatus.Unreadable) throw new ShardUnreadableException(State.Reason!);
        if (Replica.Cursor < logEnd)
            throw new StoreUnavailableException(
                $"The log of shard {_number} was read up to {Replica.Cursor}, but goes on to {logEnd}.");
        var replica = Replica.SourceOf(source);
        return new StoredFloor([.. replica.KnownRows], [.. replica.Items]);
    }

    public void StartFold(TimeSpan lease) => _folder.Start(lease);

    /// <summary>Reads the shard anew, in the loop; false when that failed.</summary>
    public ValueTask<bool> TryReloadAsync() => TryAsync(async () =>
    {
        // First as far as the log goes: a chain that is broken must show, and loading anew would hide it.
        await CatchUpAsync();
        await ReloadAsync();
    });

    /// <summary>Turns a failure into the state that it means.</summary>
    public void Fail(Exception error)
    {
        switch (error)
        {
            // An unreadable shard stays so until it was read.
            case StoreUnavailableException when State.Status == ShardStatus.Unreadable:
                break;
            case StoreUnavailableException:
                Become(ShardStatus.Stale, error.Message);
                _staleRetry.Failed();
                return;
            case StoredFormException:
                Become(ShardStatus.Unreadable, $"Shard {_number} is unreadable: {error.Message}");
                EngineLog.ShardUnreadable(_context.Log, _number, error.Message);
                break;
            default:
                Become(ShardStatus.Unreadable,
                    $"Shard {_number} is unreadable: this server failed on it with {error.GetType().Name}; its log has the details.");
                EngineLog.ShardDefect(_context.Log, _number, error);
                break;
        }
        _loadRetry.Failed();
    }

    private void StartRead()
    {
        if (!_staleRetry.IsDue) return;
        _isAsking = true;
        var replica = Replica;
        _calls.Start(
            stop => _context.Store.ReadLogAsync(_number, replica.Cursor, PageEntries, stop),
            (page, error) => EndReadAsync(replica, page, error));
    }

    private async ValueTask EndReadAsync(ShardReplica reader, IReadOnlyList<LogEntry>? page, Exception? error)
    {
        _isAsking = false;
        if (error is not null) Fail(error);
        // Loaded anew meanwhile: what was read then may have been rolled back, and positions of before mean nothing now.
        else if (reader == Replica && State.Status != ShardStatus.Unreadable && await TryAsync(() => ApplyAsync(page!))) ReadTo(page!);
    }

    private async ValueTask ApplyAsync(IReadOnlyList<LogEntry> page)
    {
        foreach (var entry in page)
        {
            if (entry.Position <= Replica.Cursor) continue;
            _hasChanged = true;
            if (Replica.Apply(entry)) continue;
            // Either own commits went ahead meanwhile and the chain holds, or it is broken: reading on from the cursor tells.
            await CatchUpAsync();
            return;
        }
    }

    private void StartLoad()
    {
        if (!_loadRetry.IsDue) return;
        _isAsking = true;
        _calls.Start(stop => Task.Run(() => LoadedShard.ReadAsync(_context, _number, stop), stop), EndLoadAsync);
    }

    private async ValueTask EndLoadAsync(LoadedShard? loaded, Exception? error)
    {
        _isAsking = false;
        if (loaded is null)
        {
            Fail(error!);
            return;
        }
        Use(loaded);
        await TryAsync(CatchUpAsync);
    }

    private async ValueTask CatchUpAsync()
    {
        while (true)
        {
            var page = await _context.Store.ReadLogAsync(_number, Replica.Cursor, PageEntries, _calls.Stopping);
            foreach (var entry in page)
            {
                _hasChanged = true;
                if (Replica.Apply(entry)) continue;
                EngineLog.ChainBroken(_context.Log, _number, Replica.Cursor, entry.Previous);
                await ReloadAsync();
                Interlocked.Increment(ref _lineage);
                return;
            }
            ReadTo(page);
            if (page.Count < PageEntries) return;
        }
    }

    private void ReadTo(IReadOnlyList<LogEntry> page)
    {
        if (page.Count < PageEntries) Volatile.Write(ref _atEndAt, _context.Time.GetTimestamp());
    }

    private async ValueTask ReloadAsync() => Use(await LoadedShard.ReadAsync(_context, _number, _calls.Stopping));

    private void Use(LoadedShard loaded)
    {
        var gone = Replica.Sources.Values.SelectMany(s => s.Rows.All().Select(r => r.Thing)).ToHashSet();
        if (gone.Count > 0) _context.Observer.Removed(gone);
        foreach (var source in Replica.Sources.Values) _context.Observer.SourceRemoved(source);
        Replica = loaded.Replica;
        loaded.Show(_context.Observer);
        _hasChanged = true;
        Succeed();
    }

    // False: it failed, and the state says why.
    private async ValueTask<bool> TryAsync(Func<ValueTask> step)
    {
        try
        {
            await step();
            Succeed();
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException || !_calls.Stopping.IsCancellationRequested)
        {
            Fail(e);
            return false;
        }
    }

    private void Succeed()
    {
        _staleRetry.Succeeded();
        _loadRetry.Succeeded();
        var skips = !Replica.Skipped.IsEmpty;
        if (skips && !State.HasSkipped) EngineLog.ContentSkipped(_context.Log, _number, Replica.Skipped.ToString());
        if (State.Status == ShardStatus.Live && State.HasSkipped == skips) return;
        Set(new ShardState(_number, ShardStatus.Live) { HasSkipped = skips });
    }

    private void Become(ShardStatus status, string reason)
    {
        if (State.Status == status && State.Reason == reason) return;
        var since = State.Since ?? _context.Now;
        _hasChanged = true;
        Set(new ShardState(_number, status, since, reason) { HasSkipped = State.HasSkipped });
    }

    private void Set(ShardState state)
    {
        State = state;
        _stateChanged(state);
    }
}
