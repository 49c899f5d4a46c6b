namespace CallCenter.Asterisk;

/// <summary>The lines of a log around a time that only moves forward, so that a long log is read once.</summary>
internal sealed class LogWindow(IEnumerable<QueueLogLine> lines) : IDisposable
{
    private readonly IEnumerator<QueueLogLine> _rest = lines.GetEnumerator();
    private readonly Queue<QueueLogLine> _lines = new();
    private DateTimeOffset _newest = DateTimeOffset.MinValue;

    public void Dispose() => _rest.Dispose();

    /// <summary>The lines from one second to before another; lines before the first are dropped.</summary>
    public IReadOnlyList<QueueLogLine> Between(DateTimeOffset since, DateTimeOffset until)
    {
        while (_lines.TryPeek(out var first) && first.Time < since)
            _lines.Dequeue();
        // A line at or after the end stays buffered for the next window.
        while (_newest < until && _rest.MoveNext())
        {
            var line = _rest.Current;
            _newest = line.Time > _newest ? line.Time : _newest;
            if (_lines.Count > 0 || line.Time >= since)
                _lines.Enqueue(line);
        }
        return [.. _lines.TakeWhile(each => each.Time < until)];
    }

    /// <summary>Drops lines that need not be looked at again.</summary>
    public void Drop(int count)
    {
        for (var i = 0; i < count; i++)
            _lines.Dequeue();
    }
}
