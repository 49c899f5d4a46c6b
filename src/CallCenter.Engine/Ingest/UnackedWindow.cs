namespace CallCenter.Engine.Ingest;

/// <summary>Counts the events of a session that were taken and not yet acked, and the commits in flight. Safe for several
/// threads.</summary>
internal sealed class UnackedWindow(int eventsMax)
{
    private readonly Lock _lock = new(); // Guards the fields below.
    private int _events;
    private int _commits;
    private bool _closing;
    private TaskCompletionSource? _room;
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Waits until there is room; one batch always fits into an empty window.</summary>
    public async ValueTask TakeAsync(int count, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task room;
            lock (_lock)
            {
                if (_events == 0 || _events + count <= eventsMax)
                {
                    _events += count;
                    return;
                }
                room = (_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
            await room.WaitAsync(cancellationToken);
        }
    }

    /// <summary>A commit was handed over.</summary>
    public void Enter()
    {
        lock (_lock) _commits++;
    }

    /// <summary>A commit ended, with the events it was for.</summary>
    public void Leave(int eventCount)
    {
        TaskCompletionSource? room;
        lock (_lock)
        {
            _commits--;
            _events -= eventCount;
            room = _room;
            _room = null;
            if (_closing && _commits == 0) _drained.TrySetResult();
        }
        room?.TrySetResult();
    }

    /// <summary>Completes when no commit is in flight; none may be handed over any more.</summary>
    public Task DrainedAsync()
    {
        lock (_lock)
        {
            _closing = true;
            if (_commits == 0) _drained.TrySetResult();
        }
        return _drained.Task;
    }
}
