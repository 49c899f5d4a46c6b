namespace CallCenter.Engine.Board;

/// <summary>
/// One reader of a view. It is handed the newest state at the pace that it wants, whatever happened while it wrote the one before, so a
/// slow reader costs nothing; and a heartbeat when nothing was written for a while, which neither delays values nor replaces any. Holds
/// only the state that it was handed last.
/// </summary>
public sealed class BoardReader : IAsyncEnumerable<BoardFrame>
{
    private readonly ViewFeed _feed;
    private readonly ReaderOptions _options;
    private readonly TimeProvider _time;
    private readonly Signal _signal = new();
    private BoardState _sent;
    private Pacer.Tick? _tick;
    private long _writtenAt;
    private bool _isWriting;

    internal BoardReader(ViewFeed feed, ReaderOptions options, TimeProvider time)
        => (_feed, _options, _time, _sent, _writtenAt) = (feed, options, time, feed.State, time.GetTimestamp());

    internal TimeSpan HeartbeatInterval => _options.HeartbeatInterval;

    internal void Wake() => _signal.Set();

    /// <summary>While a message is written, as if it had been written now.</summary>
    internal TimeSpan UntilHeartbeat() => Volatile.Read(ref _isWriting)
        ? HeartbeatInterval
        : HeartbeatInterval - _time.GetElapsedTime(Volatile.Read(ref _writtenAt));

    /// <summary>The first frame has all values, or what changed since <see cref="ReaderOptions.Resume"/>. Ask for the next when one is
    /// written. Ends when <see cref="ReaderOptions.Stopping"/> or <see cref="ReaderOptions.Outdated"/> is cancelled or
    /// <see cref="ReaderOptions.LifeMax"/> is over.</summary>
    /// <exception cref="TooManyGroupsException">The view has failed, as with the next two.</exception>
    /// <exception cref="ViewFailedException">The values cannot be computed.</exception>
    /// <exception cref="ClockSetBackException">The view's time would stand still for too long.</exception>
    public async IAsyncEnumerator<BoardFrame> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        var pacer = _feed.Pacers.Join(this, _options.Pace, _time);
        var opened = _time.GetTimestamp();
        _tick = pacer.Last;
        await using var cancelling = cancellationToken.UnsafeRegister(static reader => ((BoardReader)reader!).Wake(), this);
        await using var stopping = _options.Stopping.UnsafeRegister(static reader => ((BoardReader)reader!).Wake(), this);
        await using var outdating = _options.Outdated.UnsafeRegister(static reader => ((BoardReader)reader!).Wake(), this);
        try
        {
            var state = _feed.State;
            yield return Begin(new BoardFrame(state, SinceOf(state.Revision), IsHeartbeat: false));
            End();
            while (!_options.IsOver && _time.GetElapsedTime(opened) < _options.LifeMax)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (_feed.Failure is { } failure) throw failure;
                if (Next(pacer) is { } next)
                {
                    yield return Begin(next);
                    End();
                }
                else
                {
                    await _signal.WaitAsync();
                }
            }
        }
        finally
        {
            _feed.Pacers.Leave(this, _options.Pace);
        }
    }

    private BoardFrame? Next(Pacer pacer)
    {
        if (pacer.Last is var tick && tick != _tick)
        {
            _tick = tick;
            if (ValuesOf(tick.State) is { } values) return values;
        }
        return UntilHeartbeat() <= TimeSpan.Zero ? Heartbeat() : null;
    }

    private BoardFrame? ValuesOf(BoardState due)
    {
        var since = _sent.Revision.Number;
        if (due.Revision.Number < since || (due.Revision.Number == since && !_options.IsPeriodic)) return null;
        if (_options.DeadBands is not { } bands) return new BoardFrame(due, since, IsHeartbeat: false);
        _sent = bands.Apply(_sent, due);
        return _options.IsPeriodic || HasChanged(_sent, since) ? new BoardFrame(_sent, since, IsHeartbeat: false) : null;
    }

    private static bool HasChanged(BoardState state, long since)
        => state.Removals.Groups.Any(group => group.RemovedAt > since)
            || state.Rows.Any(row => row.ChangedAt.Any(at => at > since));

    // While changed values wait for their time, it must not say that nothing has changed since.
    private BoardFrame Heartbeat()
    {
        var newest = _feed.State;
        if (newest.Revision.Number > _sent.Revision.Number) newest = _sent;
        else if (_options.DeadBands is not null) newest = newest with { Rows = _sent.Rows };
        return new BoardFrame(newest, null, IsHeartbeat: true);
    }

    private long? SinceOf(BoardRevision newest)
        => _options is { DeadBands: null, Resume: { Number: > 0 } resume } && resume.Epoch == newest.Epoch && resume.View == newest.View
            && resume.Number <= newest.Number ? resume.Number : null;

    private BoardFrame Begin(BoardFrame frame)
    {
        _sent = frame.State;
        Volatile.Write(ref _isWriting, true);
        return frame;
    }

    private void End()
    {
        Volatile.Write(ref _writtenAt, _time.GetTimestamp());
        Volatile.Write(ref _isWriting, false);
    }
}
