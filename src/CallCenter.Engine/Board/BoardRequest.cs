using System.Diagnostics;
using CallCenter.Core.Identity;
using CallCenter.Core.Replicas;
using CallCenter.Core.Storage;
using CallCenter.Core.Views;
using CallCenter.Engine.Shards;

namespace CallCenter.Engine.Board;

/// <summary>A request to the board's loop, which alone owns the board's state.</summary>
internal abstract record BoardRequest
{
    private BoardRequest() { }

    /// <summary>Nobody waits for the answer any more, so the work need not be done.</summary>
    public virtual bool IsCancelled => false;

    /// <summary>Answers with an error, if anybody waits for an answer.</summary>
    public virtual void Fail(Exception error) { }

    /// <param name="Trace">Span of the commit; default when nobody traces it.</param>
    public sealed record Committed(int Shard, LogEntry Entry, ActivityContext Trace) : BoardRequest;

    /// <summary>Looks at the clock: views and folds that are due.</summary>
    public sealed record Tick : BoardRequest;

    /// <summary>Reads on in the logs of other nodes' commits.</summary>
    public sealed record Follow : BoardRequest;

    /// <param name="Step">What to do with the end of a store call.</param>
    public sealed record StoreAnswered(Func<ValueTask> Step) : BoardRequest;

    /// <summary>Looks for questions that need a view.</summary>
    public sealed record LookForQuestions : BoardRequest;

    /// <param name="IntervalMin">As it was opened with.</param>
    public sealed record Close(ViewFeed Feed, TimeSpan IntervalMin) : BoardRequest;

    /// <summary>A request with an answer.</summary>
    public abstract record Question<T> : BoardRequest
    {
        public TaskCompletionSource<T> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override bool IsCancelled => Answer.Task.IsCompleted;

        /// <summary>Whether a view is evaluated for the answer, which may take long.</summary>
        public virtual bool NeedsView => false;

        public override void Fail(Exception error) => Answer.TrySetException(error);
    }

    public sealed record ReadFloor(int Shard, SourceId Source, LogPosition LogEnd) : Question<StoredFloor>;

    public sealed record Snapshot(Selector Selector) : Question<BoardState>
    {
        public override bool NeedsView => true;
    }

    public sealed record Explain(ExplainQuery Query) : Question<ExplainedState>
    {
        public override bool NeedsView => true;
    }

    /// <summary>Reads on in the intervals of a series; answered with how complete the events behind are.</summary>
    public sealed record ReadIntervals(IntervalRead Read) : Question<Completeness>
    {
        public override bool NeedsView => true;
    }

    public sealed record ListSources(TenantId Tenant) : Question<ListedSources>;

    /// <summary>Sources of all tenants that nobody sends for, with live visits.</summary>
    public sealed record ListAbsent : Question<IReadOnlyList<SourceFeed>>;

    /// <param name="From">Number of the first row that may be in the piece.</param>
    public sealed record ListRows(SourceId Source, int From) : Question<ListPiece<ListedRow>>;

    /// <param name="From">Handle of the first agent that may be in the piece.</param>
    public sealed record ListAgents(SourceId Source, int From) : Question<ListPiece<AgentItems>>;

    public sealed record Open(Selector Selector, TimeSpan IntervalMin) : Question<ViewFeed>
    {
        public override bool NeedsView => true;
    }
}
