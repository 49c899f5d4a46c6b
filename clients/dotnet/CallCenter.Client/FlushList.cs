namespace CallCenter.Client;

/// <summary>Those who wait until everything up to a position is acked. Guarded by its owner's lock.</summary>
internal sealed class FlushList
{
    private readonly List<(long Position, TaskCompletionSource Done)> _waiting = [];

    public Task Add(long position)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add((position, done));
        return done.Task;
    }

    /// <summary>An event came in behind a position: what was waited for beyond it is one further.</summary>
    public void ShiftAfter(long position)
    {
        for (int i = 0; i < _waiting.Count; i++)
        {
            if (_waiting[i].Position > position)
                _waiting[i] = _waiting[i] with { Position = _waiting[i].Position + 1 };
        }
    }

    public void CompleteUpTo(long position)
    {
        foreach ((long target, TaskCompletionSource done) in _waiting)
        {
            if (target <= position)
                done.TrySetResult();
        }
        _waiting.RemoveAll(waiting => waiting.Position <= position);
    }

    public void Fail(Exception failure)
    {
        foreach ((_, TaskCompletionSource done) in _waiting)
            done.TrySetException(failure);
        _waiting.Clear();
    }
}
