using CallCenter.Core.Identity;

namespace CallCenter.Engine.Ingest;

/// <summary>What became of published events; positions count from 1 in the order they were given.</summary>
public sealed record PublishResult(IReadOnlyList<(int Position, EventRejection Rejection)> Rejections, int DuplicateCount);

/// <summary>A session of a source whose sender does not number: numbers its events and tells each call what became of its own.</summary>
public sealed class PublishLane
{
    private readonly SourceSession _session;
    private readonly SemaphoreSlim _gate = new(1, 1); // Numbers are given and posted in one order.
    private readonly Queue<Waiter> _waiters = new(); // Guarded by itself.
    private Sequence _next;

    private sealed record Waiter(Sequence First, Sequence Last, TaskCompletionSource<PublishResult> Answer)
    {
        public List<(int Position, EventRejection Rejection)> Rejections { get; } = [];
        public int DuplicateCount { get; set; }

        public bool Covers(Sequence sequence) => First <= sequence && sequence <= Last;
    }

    public PublishLane(SourceSession session)
    {
        _session = session;
        _next = session.Committed.Next;
        Completion = AnswerAsync();
    }

    /// <summary>Completes when the session is over; the lane is then of no use.</summary>
    public Task Completion { get; }

    public async Task<PublishResult> PublishAsync(IReadOnlyList<IncomingEvent> events, CancellationToken cancellationToken)
    {
        Waiter waiter;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var last = _next + (events.Count - 1);
            waiter = new Waiter(_next, last, new TaskCompletionSource<PublishResult>(TaskCreationOptions.RunContinuationsAsynchronously));
            lock (_waiters) _waiters.Enqueue(waiter);
            // Once numbered they must be posted, or the next call would leave a gap.
            if (!await _session.PostAsync(new SequencedBatch(_next, events), CancellationToken.None))
                throw GoingDown();
            _next = last.Next;
        }
        finally
        {
            _gate.Release();
        }
        return await waiter.Answer.Task.WaitAsync(cancellationToken);
    }

    private async Task AnswerAsync()
    {
        try
        {
            await foreach (var notice in _session.Acks.ReadAllAsync()) Answer(notice);
            EndWaiting(GoingDown());
        }
        catch (SessionEndedException e)
        {
            EndWaiting(e);
        }
    }

    private void Answer(AckNotice notice)
    {
        lock (_waiters)
        {
            foreach (var waiter in _waiters)
            {
                foreach (var rejected in notice.Rejections.Where(r => waiter.Covers(r.Sequence)))
                    waiter.Rejections.Add(((int)(rejected.Sequence - waiter.First) + 1, rejected.Rejection));
                waiter.DuplicateCount += notice.KnownByName.Count(waiter.Covers);
            }
            while (_waiters.TryPeek(out var done) && done.Last <= notice.Committed)
            {
                _waiters.Dequeue();
                done.Answer.TrySetResult(new PublishResult(done.Rejections, done.DuplicateCount));
            }
        }
    }

    private static SessionEndedException GoingDown() => new(SessionEnd.StoreUnavailable, "The server is going down; send again.");

    private void EndWaiting(SessionEndedException why)
    {
        lock (_waiters)
        {
            while (_waiters.TryDequeue(out var waiter)) waiter.Answer.TrySetException(why);
        }
    }
}
