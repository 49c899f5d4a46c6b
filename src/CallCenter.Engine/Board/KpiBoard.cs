using System.Diagnostics;
using System.Threading.Channels;
using CallCenter.Core.Identity;
using CallCenter.Core.Replicas;
using CallCenter.Core.Storage;
using CallCenter.Core.Views;
using CallCenter.Engine.Instruments;
using CallCenter.Engine.Limits;
using CallCenter.Engine.Settings;
using CallCenter.Engine.Shards;
using Microsoft.Extensions.Logging;

namespace CallCenter.Engine.Board;

/// <summary>The KPIs of all shards, and the views of them. Safe for several threads: it asks <see cref="BoardLoop"/> and waits.</summary>
public sealed class KpiBoard
{
    // Enough for commits to queue behind a slow evaluation; then committing waits, and with it ingest.
    private const int RequestsMax = 4096;

    private readonly Channel<BoardRequest> _requests = Channel.CreateBounded<BoardRequest>(
        new BoundedChannelOptions(RequestsMax) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private readonly ViewQuestions _questions = new();
    private readonly BoardLoop _loop;

    public KpiBoard(
        IMetricStore store, EngineOptions options, OverLimitLog overLimits, TimeProvider time, Guid epoch, ILogger<KpiBoard> log,
        EngineMeter? meter = null, CurrentSettings? settings = null)
    {
        OverLimits = overLimits;
        meter ??= new EngineMeter();
        _loop = new BoardLoop(
            _requests, _questions, store, options, overLimits, time, epoch, log, meter, settings ?? CurrentSettings.Standard);
        BoardFigures.Observe(meter, _loop, () => _requests.Reader.Count);
        Lists = new BoardLists(this);
        Intervals = new BoardIntervals(this, store, options.Limits, time, log);
    }

    /// <summary>Completes when all shards were read, or found unreadable; faults when the store does not answer.</summary>
    public Task Ready => _loop.Ready;

    /// <summary>Which shards are in step with the store; for health and metrics.</summary>
    public ShardsState Shards => _loop.Shards.State;

    internal OverLimitLog OverLimits { get; }

    /// <summary>What each tenant uses.</summary>
    internal TenantUses Uses => _loop.Shards.Uses;

    /// <summary>Sources, rows and agents of a tenant.</summary>
    public BoardLists Lists { get; }

    /// <summary>Values by intervals, of all that is kept.</summary>
    public BoardIntervals Intervals { get; }

    public Task RunAsync(CancellationToken cancellationToken) => _loop.RunAsync(cancellationToken);

    /// <summary>A number that grows each time a shard's log turns out to have lost entries that this node had seen: commits may be gone.
    /// A session that began under a smaller number must end.</summary>
    internal long LineageOf(int shard) => _loop.Shards.LineageOf(shard);

    /// <summary>Hands over a commit of this node, before it is acked: later snapshots include it.</summary>
    /// <param name="trace">Span of the commit; default when nobody traces it.</param>
    internal ValueTask CommittedAsync(int shard, LogEntry entry, ActivityContext trace, CancellationToken cancellationToken)
        => _requests.Writer.WriteAsync(new BoardRequest.Committed(shard, entry, trace), cancellationToken);

    /// <summary>The stored floor of a source, as of its last commit; ask after the source was claimed, so that it stays the last.</summary>
    /// <param name="logEnd">End of the log at the claim.</param>
    /// <exception cref="StoreUnavailableException">The shard cannot be read, for a reason that the message says.</exception>
    internal Task<StoredFloor> ReadFloorAsync(int shard, SourceId source, LogPosition logEnd, CancellationToken cancellationToken)
        => AskAsync(new BoardRequest.ReadFloor(shard, source, logEnd), cancellationToken);

    /// <summary>The values of a selector now. Includes every event that was acked before the call.</summary>
    /// <exception cref="TooManyGroupsException">The selector makes more groups than allowed.</exception>
    /// <exception cref="ViewFailedException">The values cannot be computed.</exception>
    public Task<BoardState> SnapshotAsync(Selector selector, CancellationToken cancellationToken)
        => AskAsync(new BoardRequest.Snapshot(selector), cancellationToken);

    /// <summary>Watches a selector; <see cref="CloseAsync"/> when done.</summary>
    /// <inheritdoc cref="SnapshotAsync" path="/exception"/>
    public Task<ViewFeed> OpenAsync(Selector selector, TimeSpan intervalMin, CancellationToken cancellationToken)
        => AskAsync(new BoardRequest.Open(selector, intervalMin), cancellationToken);

    /// <param name="intervalMin">As it was opened with.</param>
    public async ValueTask CloseAsync(ViewFeed feed, TimeSpan intervalMin)
    {
        try
        {
            await _requests.Writer.WriteAsync(new BoardRequest.Close(feed, intervalMin));
        }
        catch (ChannelClosedException)
        {
            // The board has stopped, and its views with it.
        }
    }

    internal async Task<T> AskAsync<T>(BoardRequest.Question<T> question, CancellationToken cancellationToken)
    {
        // The answer itself is cancelled, so that the loop sees it: nothing is opened for someone who has gone.
        await using var cancelling = cancellationToken.UnsafeRegister(
            (q, token) => ((BoardRequest.Question<T>)q!).Answer.TrySetCanceled(token), question);
        try
        {
            var request = question.NeedsView ? _questions.Add(question) : question;
            if (request is not null) await _requests.Writer.WriteAsync(request, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw BoardLoop.Stopped();
        }
        return await question.Answer.Task;
    }
}
