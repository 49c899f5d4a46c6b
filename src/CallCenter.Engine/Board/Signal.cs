using System.Threading.Tasks.Sources;

namespace CallCenter.Engine.Board;

/// <summary>Wakes one loop, again and again, without an object for each time. Set by any thread; what is set while nobody waits is not
/// lost.</summary>
internal sealed class Signal : IValueTaskSource
{
    private const int Idle = 0, IsSet = 1, Awaited = 2;

    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };
    private int _state;

    public void Set()
    {
        if (Interlocked.Exchange(ref _state, IsSet) != Awaited) return;
        Volatile.Write(ref _state, Idle);
        _core.SetResult(true);
    }

    /// <summary>Completes at once when it was set since the last wait. One wait at a time.</summary>
    public ValueTask WaitAsync()
    {
        _core.Reset();
        if (Interlocked.CompareExchange(ref _state, Awaited, Idle) == Idle) return new ValueTask(this, _core.Version);
        Volatile.Write(ref _state, Idle);
        return ValueTask.CompletedTask;
    }

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        => _core.OnCompleted(continuation, state, token, flags);
}
