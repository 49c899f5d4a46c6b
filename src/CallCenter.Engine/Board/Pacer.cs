namespace CallCenter.Engine.Board;

/// <summary>
/// Those readers of a view that want the same pace: at each tick all of them go on to the same state from the same one, so that what is
/// encoded for one is encoded for all, and one timer serves them.
/// </summary>
internal sealed class Pacer : IDisposable
{
    private readonly ViewFeed _feed;
    private readonly Pace _pace;
    private readonly TimeProvider _time;
    private readonly Signal _signal = new();
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private readonly List<BoardReader> _readers = [];
    private Tick _last;
    private bool _isOver;

    public Pacer(ViewFeed feed, Pace pace, TimeProvider time)
    {
        (_feed, _pace, _time) = (feed, pace, time);
        _last = new Tick(feed.Paced, time.GetTimestamp());
        _timer = time.CreateTimer(static signal => ((Signal)signal!).Set(), _signal, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _ = RunAsync();
    }

    /// <summary>The newest tick; any thread.</summary>
    public Tick Last => Volatile.Read(ref _last);

    /// <summary>There is a newer state, or a failure.</summary>
    public void Look() => _signal.Set();

    public void Add(BoardReader reader)
    {
        lock (_lock) _readers.Add(reader);
        _signal.Set();
    }

    /// <returns>Whether it was the last reader.</returns>
    public bool Remove(BoardReader reader)
    {
        lock (_lock)
        {
            _readers.Remove(reader);
            return _readers.Count == 0;
        }
    }

    public void Dispose()
    {
        Volatile.Write(ref _isOver, true);
        _timer.Dispose();
        _signal.Set();
    }

    private async Task RunAsync()
    {
        while (true)
        {
            await _signal.WaitAsync();
            if (Volatile.Read(ref _isOver)) return;
            var isDue = TryTick(out var left);
            var untilHeartbeat = Wake(isDue || _feed.Failure is not null);
            SetTimer(left < untilHeartbeat ? left : untilHeartbeat);
        }
    }

    /// <param name="left">Until the next tick; the longest possible while none is due.</param>
    private bool TryTick(out TimeSpan left)
    {
        left = TimeSpan.MaxValue;
        var state = _feed.Paced;
        if (!_pace.IsPeriodic && state.Revision.Number == _last.State.Revision.Number) return false;
        left = _pace.Interval - _time.GetElapsedTime(_last.At);
        if (left > TimeSpan.Zero) return false;
        left = _pace.IsPeriodic ? _pace.Interval : TimeSpan.MaxValue;
        Volatile.Write(ref _last, new Tick(state, _time.GetTimestamp()));
        return true;
    }

    /// <summary>Wakes all readers, or those that must hear that the stream lives.</summary>
    /// <returns>Until the next of them must.</returns>
    private TimeSpan Wake(bool all)
    {
        var soonest = TimeSpan.MaxValue;
        lock (_lock)
        {
            foreach (var reader in _readers)
            {
                var left = reader.UntilHeartbeat();
                if (all || left <= TimeSpan.Zero)
                {
                    reader.Wake();
                    left = reader.HeartbeatInterval;
                }
                if (left < soonest) soonest = left;
            }
        }
        return soonest;
    }

    // Timers have whole milliseconds; one that is early would be set again and again.
    private void SetTimer(TimeSpan left)
    {
        if (left < TimeSpan.MaxValue)
            _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
    }

    /// <param name="At">Monotonic.</param>
    internal sealed record Tick(BoardState State, long At);
}
