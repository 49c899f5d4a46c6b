using System.Threading.Channels;
using CallCenter.Core.Explanations;
using CallCenter.Core.Identity;
using CallCenter.Core.Replicas;
using CallCenter.Core.Storage;
using CallCenter.Core.Views;
using CallCenter.Core.Windows;
using CallCenter.Engine.Instruments;
using CallCenter.Engine.Limits;
using CallCenter.Engine.Settings;
using CallCenter.Engine.Shards;
using Microsoft.Extensions.Logging;

namespace CallCenter.Engine.Board;

/// <summary>
/// Follows all shards and keeps the watched views. One loop owns all of it. Views are evaluated one at a time, and after each all other
/// requests go first: a commit waits for one view at most, and a view for the requests that were there before it. No request, and nothing
/// that is read from the store, ends the loop.
/// </summary>
internal sealed class BoardLoop
{
    /// <summary>Views are looked at this often; each is evaluated as often as its readers want.</summary>
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(20);

    // How often a failed read is looked at where there are no other nodes to follow.
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan FiguresInterval = TimeSpan.FromSeconds(1);

    private readonly Channel<BoardRequest> _requests;
    private readonly ViewQuestions _questions;
    private readonly IMetricStore _store;
    private readonly EngineOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly StoreCalls _calls;
    private readonly ViewSet _views;
    private readonly Dictionary<string, Completeness> _completeness = new(StringComparer.Ordinal); // Until something changes.
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private BoardFigures _figures = BoardFigures.None;
    private TimeSpan _owedToDue; // What the last question took: as long, watched views go before the next one.
    private long _figuredAt;
    private long _foldedAt;

    // A request of each kind waits at most once: queued behind a slow one they would all be old when their turn comes.
    private bool _isTickQueued;
    private bool _isFollowQueued;

    public BoardLoop(
        Channel<BoardRequest> requests, ViewQuestions questions, IMetricStore store, EngineOptions options, OverLimitLog overLimits,
        TimeProvider time, Guid epoch, ILogger log, EngineMeter meter, CurrentSettings settings)
    {
        (_requests, _questions, _store, _options, _time, _log) = (requests, questions, store, options, time, log);
        _calls = new StoreCalls((step, stop) => requests.Writer.WriteAsync(new BoardRequest.StoreAnswered(step), stop));
        _views = new ViewSet(epoch, options.Limits, overLimits, time, log, meter);
        var uses = new TenantUses();
        var observer = new ReplicaObserver(_views.Add, _views.Remove)
        {
            SourceAdded = source => uses.Of(source.Id.Tenant).Add(source),
            SourceRemoved = source => uses.Of(source.Id.Tenant).Remove(source),
            Changes = _views.Rows,
        };
        var context = new ShardContext(store, new Ledger(store, options.Ledger), observer, time, log)
        {
            ZoneOf = tenant => settings.Of(tenant).Zone,
        };
        Shards = new ShardFollower(context, uses, _calls);
    }

    /// <summary>Sizes of a moment ago; any thread.</summary>
    public BoardFigures Figures => Volatile.Read(ref _figures);

    public Task Ready => _ready.Task;
    public ShardFollower Shards { get; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var stopping = cancellationToken.UnsafeRegister(calls => ((StoreCalls)calls!).Stop(), _calls);
            await Shards.LoadAsync(cancellationToken);
            _ready.TrySetResult();
            _foldedAt = _time.GetTimestamp();
            var followInterval = _store.IsShared ? _options.FollowInterval : RetryInterval;
            using var ticks = _time.CreateTimer(
                _ => QueueOnce(ref _isTickQueued, new BoardRequest.Tick()), null, TickInterval, TickInterval);
            using var follows = _time.CreateTimer(
                _ => QueueOnce(ref _isFollowQueued, new BoardRequest.Follow()), null, followInterval, followInterval);
            while (await _requests.Reader.WaitToReadAsync(cancellationToken)) await HandleWaitingAsync(cancellationToken);
        }
        catch (Exception e)
        {
            _ready.TrySetException(e);
            throw;
        }
        finally
        {
            FailWaiting();
            await _calls.DisposeAsync();
        }
    }

    public static OperationCanceledException Stopped() => new("The board has stopped.");

    private void QueueOnce(ref bool isQueued, BoardRequest request)
    {
        if (Interlocked.Exchange(ref isQueued, true)) return;
        if (!_requests.Writer.TryWrite(request)) Volatile.Write(ref isQueued, false);
    }

    private async ValueTask HandleWaitingAsync(CancellationToken cancellationToken)
    {
        do
        {
            // A question is chosen first: its answer includes all commits that were there when it was asked.
            var question = _owedToDue > TimeSpan.Zero && _views.AnyDue ? null : _questions.Next();
            for (var left = _requests.Reader.Count; left > 0 && _requests.Reader.TryRead(out var request); left--)
            {
                await HandleAsync(request, cancellationToken);
                _completeness.Clear();
            }
            var started = _time.GetTimestamp();
            if (question is not null) await HandleAsync(question, cancellationToken);
            if (question is not null) _owedToDue = _time.GetElapsedTime(started);
            if (_views.AnyDue) EvaluateNext();
        }
        while (_questions.Any || _views.AnyDue);
    }

    private void EvaluateNext()
    {
        var started = _time.GetTimestamp();
        _views.EvaluateNext(Now, SharedCompleteness);
        _owedToDue -= _time.GetElapsedTime(started);
    }

    private Completeness SharedCompleteness(Selector selector)
    {
        if (!_completeness.TryGetValue(selector.SourcesKey, out var shared))
            _completeness.Add(selector.SourcesKey, shared = Shards.Completeness(selector, Now));
        return shared;
    }

    private async ValueTask HandleAsync(BoardRequest request, CancellationToken cancellationToken)
    {
        if (request.IsCancelled) return;
        try
        {
            await AnswerAsync(request);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            request.Fail(Stopped());
            throw;
        }
        catch (StoreUnavailableException e)
        {
            request.Fail(e);
        }
        catch (Exception e) when (e is TooManyGroupsException or LimitExceededException or ViewFailedException)
        {
            request.Fail(e);
        }
        catch (Exception e)
        {
            EngineLog.BoardDefect(_log, request.GetType().Name, e);
            request.Fail(e);
        }
    }

    private async ValueTask AnswerAsync(BoardRequest request)
    {
        switch (request)
        {
            case BoardRequest.Committed committed:
                if (committed.Trace != default) _views.Trace(committed.Trace);
                await Shards.ApplyAsync(committed.Shard, committed.Entry);
                break;
            case BoardRequest.StoreAnswered answered:
                await answered.Step();
                break;
            case BoardRequest.ReadFloor floor:
                floor.Answer.TrySetResult(await Shards.ReadFloorAsync(floor.Shard, floor.Source, floor.LogEnd));
                break;
            case BoardRequest.Snapshot snapshot:
                snapshot.Answer.TrySetResult(_views.Snapshot(snapshot.Selector, Now, Shards.Completeness(snapshot.Selector, Now)));
                break;
            case BoardRequest.Explain explain:
                explain.Answer.TrySetResult(Explain(explain.Query));
                break;
            case BoardRequest.ReadIntervals read:
                read.Read.ReadRows(_views.Rows.All, Now, _time);
                read.Answer.TrySetResult(Shards.Completeness(read.Read.Selector, Now));
                break;
            case BoardRequest.ListSources list:
                list.Answer.TrySetResult(new ListedSources(Now, Shards.SourcesOf(list.Tenant, Now)));
                break;
            case BoardRequest.ListAbsent list:
                list.Answer.TrySetResult(Shards.AbsentSources(Now));
                break;
            case BoardRequest.ListRows list:
                list.Answer.TrySetResult(Shards.RowsOf(list.Source, list.From));
                break;
            case BoardRequest.ListAgents list:
                list.Answer.TrySetResult(Shards.AgentsOf(list.Source, list.From));
                break;
            case BoardRequest.Open open:
                var feed = _views.Open(open, Now, Shards.Completeness(open.Selector, Now));
                if (!open.Answer.TrySetResult(feed)) _views.Close(feed, open.IntervalMin);
                break;
            case BoardRequest.Close close:
                _views.Close(close.Feed, close.IntervalMin);
                break;
            case BoardRequest.LookForQuestions:
                _questions.Seen();
                break;
            case BoardRequest.Follow:
                Volatile.Write(ref _isFollowQueued, false);
                Shards.Follow();
                break;
            case BoardRequest.Tick:
                Volatile.Write(ref _isTickQueued, false);
                _views.FindDue(_options.TickInterval, Shards.ReadAndClearChanged());
                StartFolds();
                TakeFigures();
                break;
        }
    }

    // All of one instant; what takes long, the ledger, is read beside the loop.
    private ExplainedState Explain(ExplainQuery query)
    {
        var (asOf, selector) = (query.AsOf ?? Now, query.Selector);
        var values = query.AsOf is null ? SnapshotOf(selector with { Columns = query.Formula.PartColumns }) : null;
        var agents = query.Formula.HasAgents ? SnapshotOf(query.Formula.ByAgent(selector)) : null;
        var sources = query.Formula.HasContacts ? ExplainedSource.All(selector, Shards.Sources, asOf, isPast: query.AsOf is not null) : [];
        var window = values?.Window ?? selector.Window.SpansAt(asOf, WindowSpans.OldestKept(asOf, selector.Kept), []);
        return new ExplainedState(asOf, window, values, agents, sources, Shards.PositionsOf(sources.Select(s => s.Source)));

        BoardState SnapshotOf(Selector of) => _views.Snapshot(of, asOf, Shards.Completeness(of, asOf));
    }

    private Instant Now => Instant.FromDateTimeOffset(_time.GetUtcNow());

    // Readers of gauges want no newer ones, and adding up costs a look at every source.
    private void TakeFigures()
    {
        if (_time.GetElapsedTime(_figuredAt) < FiguresInterval) return;
        _figuredAt = _time.GetTimestamp();
        Volatile.Write(ref _figures, BoardFigures.Of(Shards.Sources, _views));
    }

    private void StartFolds()
    {
        if (_time.GetElapsedTime(_foldedAt) < _options.FoldInterval) return;
        _foldedAt = _time.GetTimestamp();
        Shards.StartFolds(3 * _options.FoldInterval);
    }

    private void FailWaiting()
    {
        _requests.Writer.TryComplete();
        while (_requests.Reader.TryRead(out var request)) request.Fail(Stopped());
        _questions.Close();
    }
}
