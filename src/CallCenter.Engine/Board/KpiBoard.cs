using System.Threading.Channels;
using CallCenter.Core.Identity;
using CallCenter.Core.Storage;
using CallCenter.Core.Views;
using Microsoft.Extensions.Logging;

namespace CallCenter.Engine.Board;

/// <summary>
/// Follows all shards and keeps the views that are watched. One loop owns everything here; the public methods only ask it and
/// wait.
/// </summary>
public sealed class KpiBoard
{
    // Enough for commits to queue behind a slow evaluation; then committing waits, and with it ingest.
    private const int RequestsMax = 4096;

    private readonly IMetricStore _store;
    private readonly EngineOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<KpiBoard> _log;
    private readonly Channel<BoardRequest> _requests = Channel.CreateBounded<BoardRequest>(
        new BoundedChannelOptions(RequestsMax) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private readonly ShardFollower _follower;
    private readonly ViewSet _views;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _foldedAt;

    public KpiBoard(IMetricStore store, EngineOptions options, TimeProvider time, Guid epoch, ILogger<KpiBoard> log)
    {
        (_store, _options, _time, _log) = (store, options, time, log);
        _views = new ViewSet(epoch, options.GroupsMax);
        _follower = new ShardFollower(store, _views, () => Now, shard => ChainBroken?.Invoke(shard), log);
    }

    /// <summary>Completes when all shards are loaded.</summary>
    public Task Ready => _ready.Task;

    /// <summary>A shard was loaded anew because its log had another past than ours: commits may be gone. Called in the loop.</summary>
    internal event Action<int>? ChainBroken;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _follower.LoadAsync(cancellationToken);
            _ready.TrySetResult();
            _foldedAt = _time.GetTimestamp();
            using var ticks = _time.CreateTimer(_ => _requests.Writer.TryWrite(new BoardRequest.Tick()), null, TickMin, TickMin);
            using var follows = _store.IsShared
                ? _time.CreateTimer(_ => _requests.Writer.TryWrite(new BoardRequest.Follow()), null, _options.FollowInterval,
                    _options.FollowInterval)
                : null;
            await foreach (var request in _requests.Reader.ReadAllAsync(cancellationToken)) await HandleAsync(request, cancellationToken);
        }
        catch (Exception e)
        {
            _ready.TrySetException(e);
            throw;
        }
        finally
        {
            EndWaiting();
        }
    }

    /// <summary>Hands over a commit of this node, before it is acked: what is asked afterwards includes it.</summary>
    internal ValueTask CommittedAsync(int shard, LogEntry entry, CancellationToken cancellationToken)
        => _requests.Writer.WriteAsync(new BoardRequest.Committed(shard, entry), cancellationToken);

    /// <summary>The stored floor of a source, as of its last commit; ask after the source was claimed, so that it stays the last.</summary>
    /// <param name="logEnd">Where the log ended then.</param>
    internal Task<StoredFloor> TakeFloorAsync(int shard, SourceId source, LogPosition logEnd, CancellationToken cancellationToken)
        => AskAsync<StoredFloor>(answer => new BoardRequest.TakeFloor(shard, source, logEnd, answer), cancellationToken);

    /// <summary>The values of a selector now. Includes every event that was acked before the call.</summary>
    public Task<BoardState> SnapshotAsync(Selector selector, CancellationToken cancellationToken)
        => AskAsync<BoardState>(answer => new BoardRequest.Snapshot(selector, answer), cancellationToken);

    /// <summary>Watches a selector; <see cref="CloseAsync"/> when done.</summary>
    public Task<ViewFeed> OpenAsync(Selector selector, TimeSpan intervalMin, CancellationToken cancellationToken)
        => AskAsync<ViewFeed>(answer => new BoardRequest.Open(selector, intervalMin, answer), cancellationToken);

    public ValueTask CloseAsync(ViewFeed feed) => _requests.Writer.WriteAsync(new BoardRequest.Close(feed));

    /// <summary>Views are looked at this often at most; each is evaluated as often as its readers want.</summary>
    private static readonly TimeSpan TickMin = TimeSpan.FromMilliseconds(20);

    private async Task<T> AskAsync<T>(Func<TaskCompletionSource<T>, BoardRequest> request, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _requests.Writer.WriteAsync(request(answer), cancellationToken);
        return await answer.Task.WaitAsync(cancellationToken);
    }

    private Instant Now => Instant.FromDateTimeOffset(_time.GetUtcNow());

    private async Task HandleAsync(BoardRequest request, CancellationToken cancellationToken)
    {
        switch (request)
        {
            case BoardRequest.Committed committed:
                await _follower.TakeAsync(committed.Shard, committed.Entry, cancellationToken);
                break;
            case BoardRequest.Follow:
                foreach (var (shard, after) in _follower.StartReads()) _ = ReadPageAsync(shard, after, cancellationToken);
                break;
            case BoardRequest.PageRead read:
                await _follower.TakePageAsync(read, cancellationToken);
                break;
            case BoardRequest.TakeFloor take:
                await AnswerFloorAsync(take, cancellationToken);
                break;
            case BoardRequest.Snapshot snapshot:
                _views.Answer(snapshot, Now, _follower.Completeness(Now));
                break;
            case BoardRequest.Open open:
                _views.Answer(open, Now, _follower.Completeness(Now));
                break;
            case BoardRequest.Close close:
                _views.Close(close.Feed);
                break;
            case BoardRequest.Tick:
                _views.Evaluate(Now, _options.TickInterval, _follower.TakeChanged(), () => _follower.Completeness(Now));
                StartFolds(cancellationToken);
                break;
            case BoardRequest.FoldLeased leased:
                if (await _follower.MakeFoldAsync(leased, Now, cancellationToken) is { } fold) _ = WriteFoldAsync(
                    leased.Shard, fold, cancellationToken);
                break;
            case BoardRequest.FoldEnded ended:
                _follower.FoldEnded(ended);
                break;
        }
    }

    private async Task AnswerFloorAsync(BoardRequest.TakeFloor take, CancellationToken cancellationToken)
    {
        try
        {
            await _follower.CatchUpAsync(take.Shard, cancellationToken);
            _follower.CheckReaches(take.Shard, take.LogEnd);
            take.Answer.TrySetResult(_follower.FloorOf(take.Shard, take.Source));
        }
        catch (StoreUnavailableException e)
        {
            take.Answer.TrySetException(e);
        }
    }

    private void StartFolds(CancellationToken cancellationToken)
    {
        if (_time.GetElapsedTime(_foldedAt) < _options.FoldInterval) return;
        _foldedAt = _time.GetTimestamp();
        foreach (var shard in _follower.StartFolds()) _ = LeaseFoldAsync(shard, cancellationToken);
    }

    // What asks the store beside the loop, which goes on meanwhile; the answers come back as requests.
    private async Task ReadPageAsync(int shard, LogPosition after, CancellationToken cancellationToken)
    {
        try
        {
            var page = await _store.ReadLogAsync(shard, after, ShardFollower.PageEntries, cancellationToken);
            await _requests.Writer.WriteAsync(new BoardRequest.PageRead(shard, page, null), cancellationToken);
        }
        catch (StoreUnavailableException e)
        {
            await _requests.Writer.WriteAsync(new BoardRequest.PageRead(shard, [], e), cancellationToken);
        }
    }

    private async Task LeaseFoldAsync(int shard, CancellationToken cancellationToken)
    {
        bool? granted = null;
        try
        {
            granted = await _store.LeaseFoldAsync(shard, 3 * _options.FoldInterval, cancellationToken);
        }
        catch (StoreUnavailableException e)
        {
            EngineLog.FoldFailed(_log, shard, e);
        }
        await _requests.Writer.WriteAsync(new BoardRequest.FoldLeased(shard, granted), cancellationToken);
    }

    private async Task WriteFoldAsync(int shard, ShardFold fold, CancellationToken cancellationToken)
    {
        bool? taken = null;
        try
        {
            taken = await _store.FoldAsync(shard, fold, cancellationToken);
        }
        catch (StoreUnavailableException e)
        {
            EngineLog.FoldFailed(_log, shard, e);
        }
        await _requests.Writer.WriteAsync(new BoardRequest.FoldEnded(shard, fold, taken), cancellationToken);
    }

    private void EndWaiting()
    {
        _requests.Writer.TryComplete();
        while (_requests.Reader.TryRead(out var request))
        {
            var ended = new OperationCanceledException("The board has stopped.");
            (request as BoardRequest.TakeFloor)?.Answer.TrySetException(ended);
            (request as BoardRequest.Snapshot)?.Answer.TrySetException(ended);
            (request as BoardRequest.Open)?.Answer.TrySetException(ended);
        }
    }
}
