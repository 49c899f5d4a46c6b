namespace CallCenter.Engine.Ingest;

/// <summary>Counts events of a session that wait for something, and makes its sender wait while they are too many. Safe for several
/// threads.</summary>
internal sealed class EventWindow(int eventsMax)
{
    private readonly Lock _lock = new(); // Guards the fields below.
    private int _events;
    private bool _lifted;
    private TaskCompletionSource? _room;

    /// <summary>Waits until there is room; one batch always fits into an empty window.</summary>
    public async ValueTask EnterAsync(int count, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task room;
            lock (_lock)
            {
                if (_lifted || _events == 0 || _events + count <= eventsMax)
                {
                    _events += count;
                    return;
                }
                room = (_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
            await room.WaitAsync(cancellationToken);
        }
    }

    public void Leave(int count)
    {
        lock (_lock) _events -= count;
        Wake();
    }

    /// <summary>Lets everyone in from now on: the session is over, and whoever waits is to find that out.</summary>
    public void Lift()
    {
        lock (_lock) _lifted = true;
        Wake();
    }

    private void Wake()
    {
        TaskCompletionSource? room;
        lock (_lock) (room, _room) = (_room, null);
        room?.TrySetResult();
    }
}
