using CallCenter.Core.Identity;

namespace CallCenter.Engine.Ingest;

/// <summary>What became of published events; positions count from 1 in the order of the call.</summary>
public sealed record PublishResult(IReadOnlyList<(int Position, EventRejection Rejection)> Rejections, int DuplicateCount);

/// <summary>More events of one source wait to be committed than allowed.</summary>
public sealed class PublishBacklogException(SourceId source, int eventsMax)
    : Exception($"{eventsMax} published events of source '{source}' wait to be committed, which is the limit; try again after a moment.")
{
    public SourceId SourceId { get; } = source;
    public int EventsMax { get; } = eventsMax;
}

/// <summary>A session of a source whose sender does not number its events: counts them
/// for itself and tells each call the result of its own.
/// Safe for several threads.</summary>
internal sealed class PublishLane
{
    private readonly SourceId _source;
    private readonly SourceSession _session;
    private readonly int _eventsMax;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _gate = new(1, 1); // Events are numbered and posted in one order.
    private readonly Lock _lock = new(); // Guards the fields below.
    private readonly Queue<Waiter> _waiters = new();
    private bool _isOver;
    private int _events; // Of calls that wait for the gate or for their ack.
    private long _usedAt;

    private Sequence _next; // Guarded by the gate.

    private sealed record Waiter(Sequence First, Sequence Last, TaskCompletionSource<PublishResult> Answer)
    {
        public List<(int Position, EventRejection Rejection)> Rejections { get; } = [];
        public int DuplicateCount { get; set; }

        public bool Covers(Sequence sequence) => First <= sequence && sequence <= Last;
    }

    public PublishLane(SourceId source, SourceSession session, int eventsMax, TimeProvider time)
    {
        (_source, _session, _eventsMax, _time) = (source, session, eventsMax, time);
        _next = session.Committed.Next;
        _usedAt = time.GetTimestamp();
        Completion = AnswerAsync();
    }

    /// <summary>Completes when the session is over; the lane is then of no use.</summary>
    public Task Completion { get; }

    /// <summary>Publishes the events of one call. Null when the lane has retired and nothing was posted.</summary>
    /// <exception cref="PublishBacklogException">Too many events of the source wait.</exception>
    /// <exception cref="SessionEndedException">The session ended; unknown which of the events are counted.</exception>
    public async Task<PublishResult?> PublishAsync(IReadOnlyList<IncomingEvent> events, CancellationToken cancellationToken)
    {
        Enter(events.Count);
        try
        {
            if (await PostAsync(events, cancellationToken) is not { } waiter) return null;
            return await waiter.Answer.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            Leave(events.Count);
        }
    }

    /// <summary>Ends the session if no call came for <paramref name="idleMax"/> and nothing is live at the source.</summary>
    public void CompleteWhenIdle(TimeSpan idleMax)
    {
        lock (_lock)
        {
            if (_events > 0 || _time.GetElapsedTime(_usedAt) < idleMax) return;
        }
        if (_session.IsIdle) _session.Complete();
    }

    private void Enter(int count)
    {
        lock (_lock)
        {
            if (_events > 0 && _events + count > _eventsMax) throw new PublishBacklogException(_source, _eventsMax);
            _events += count;
        }
    }

    private void Leave(int count)
    {
        lock (_lock)
        {
            _events -= count;
            _usedAt = _time.GetTimestamp();
        }
    }

    private async Task<Waiter?> PostAsync(IReadOnlyList<IncomingEvent> events, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var last = _next + (events.Count - 1);
            var waiter = new Waiter(
                _next, last, new TaskCompletionSource<PublishResult>(TaskCreationOptions.RunContinuationsAsynchronously));
            lock (_lock)
            {
                if (_isOver) return null;
                _waiters.Enqueue(waiter);
            }
            // Numbered events must be posted, or the next call would leave a gap.
            if (!await _session.PostAsync(new SequencedBatch(_next, events), CancellationToken.None)) return null;
            _next = last.Next;
            return waiter;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task AnswerAsync()
    {
        try
        {
            while (await _session.NextAckAsync() is { } notice)
            {
                Answer(notice);
                _session.AckWritten(notice);
            }
            EndWaiting(GoingDown());
        }
        catch (SessionEndedException e)
        {
            EndWaiting(e);
        }
    }

    private void Answer(AckNotice notice)
    {
        lock (_lock)
        {
            var (rejected, duplicate) = (0, 0);
            foreach (var waiter in _waiters)
            {
                for (; rejected < notice.Rejections.Count && notice.Rejections[rejected].Sequence <= waiter.Last; rejected++)
                {
                    var (sequence, rejection) = notice.Rejections[rejected];
                    if (waiter.Covers(sequence)) waiter.Rejections.Add(((int)(sequence - waiter.First) + 1, rejection));
                }
                for (; duplicate < notice.DuplicatesById.Count && notice.DuplicatesById[duplicate] <= waiter.Last; duplicate++)
                {
                    if (waiter.Covers(notice.DuplicatesById[duplicate])) waiter.DuplicateCount++;
                }
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
        lock (_lock)
        {
            _isOver = true;
            while (_waiters.TryDequeue(out var waiter)) waiter.Answer.TrySetException(why);
        }
    }
}
