using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Core.Storage;

namespace CallCenter.Engine.Ingest;

/// <summary>
/// One session of a source: limits what is in flight, passes sections to the shard's writer, and collects acks. Safe for several threads;
/// one poster and one reader of acks.
/// </summary>
public sealed class SourceSession
{
    private static readonly TimeSpan ClockInterval = TimeSpan.FromSeconds(1);

    private readonly SessionContext _context;
    private readonly SectionBuilder _builder;
    private readonly AckBox _acks;
    private readonly EventWindow _unacked;
    private readonly EventWindow _uncommitted;
    private readonly CollectSection _collect;
    private readonly ITimer _clock;
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SessionEndedException? _end;
    private bool _isComplete;
    private bool _isEnlisted;

    internal SourceSession(SessionContext context, SourceMark mark, SectionBuilder builder, EngineOptions options)
    {
        (_context, _builder) = (context, builder);
        (Fence, Committed, Newest) = (mark.Fence, mark.Committed, builder.NewestAtStart);
        _acks = new AckBox(mark.Committed);
        _unacked = new EventWindow(options.UnackedEventsMax);
        // While one half is being committed, the other is applied.
        _uncommitted = new EventWindow(options.UnackedEventsMax / 2);
        _collect = Collect;
        _builder.Hear(Now());
        _clock = context.Time.CreateTimer(_ => OnClock(), null, ClockInterval, ClockInterval);
    }

    public SourceId Source => _context.Source;
    public Fence Fence { get; }

    /// <summary>How far the source was counted when the session opened.</summary>
    public Sequence Committed { get; }

    /// <summary>Whether the source had a floor when the session opened.</summary>
    public bool IsFloorKnown => Committed > Sequence.None || Newest > Instant.MinValue;

    /// <summary>Time of the newest event counted when the session opened; <see cref="Instant.MinValue"/> when there was none.</summary>
    public Instant Newest { get; }

    /// <summary>Completes, never faulted, when the session has nothing in flight any more.</summary>
    public Task Completion => _over.Task;

    /// <summary>Whether nothing is live or uncommitted, so that ending the session loses nothing that time alone would bring.</summary>
    internal bool IsIdle => _builder.IsIdle;

    /// <summary>Posts a batch; waits while too many events are not acked. False when the session is complete: the server stops. One call
    /// at a time.</summary>
    /// <exception cref="SessionEndedException">The session ended, or the batch leaves a gap.</exception>
    public async ValueTask<bool> PostAsync(SequencedBatch batch, CancellationToken cancellationToken)
    {
        await _unacked.EnterAsync(batch.Events.Count, cancellationToken);
        await _uncommitted.EnterAsync(batch.Events.Count, cancellationToken);
        if (Volatile.Read(ref _end) is { } end) throw end;
        for (var next = 0; ;)
        {
            var progress = Apply(batch, next);
            if (progress.State == BatchState.Closed) return false;
            Enlist();
            if (progress.State == BatchState.Done) return true;
            await SupplyAsync(progress, cancellationToken);
            next = progress.Next;
        }
    }

    private BatchProgress Apply(SequencedBatch batch, int from)
    {
        try
        {
            // A batch that was begun is applied to its end.
            return Volatile.Read(ref _isComplete) && from == 0 ? BatchProgress.Closed : _builder.Apply(batch, from, Now());
        }
        catch (Exception e) when (e is not SessionEndedException)
        {
            throw BreakOnDefect(e);
        }
    }

    private async Task SupplyAsync(BatchProgress progress, CancellationToken cancellationToken)
    {
        await Task.WhenAny(progress.Durable, Completion).WaitAsync(cancellationToken);
        if (Volatile.Read(ref _end) is { } end) throw end;
        try
        {
            _builder.Supply(progress.VisitIds, await _context.Ledger.FindAsync(_context.Source, progress.VisitIds, cancellationToken));
        }
        catch (StoreUnavailableException)
        {
            BreakOnStore();
            throw _end!;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw BreakOnDefect(e);
        }
    }

    /// <summary>Waits for the next ack; null at the end. Call <see cref="AckWritten"/> when it was written.</summary>
    /// <exception cref="SessionEndedException">The session broke.</exception>
    public ValueTask<AckNotice?> NextAckAsync() => _acks.NextAsync();

    /// <summary>Makes room for as many new events as the ack settles: a sender that does not read its acks must wait.</summary>
    public void AckWritten(AckNotice notice) => _unacked.Leave(notice.EventCount);

    /// <summary>Acks again how far the source is durable: the answer to a heartbeat.</summary>
    public void RepeatAck()
    {
        _builder.Hear(Now());
        _acks.Repeat();
    }

    /// <summary>Tells the adapter of a request that this server does not know, and skips it.</summary>
    public void SkipUnknownRequest()
    {
        _builder.Hear(Now());
        _acks.AddUnknownRequest();
    }

    /// <summary>Erases the id of a contact from what is live. Null when the session ended before that was durable.</summary>
    internal async Task<ContactTraces?> ForgetAsync(ForgottenContact contact, int finished, CancellationToken cancellationToken)
    {
        var found = _builder.Forget(contact, finished, out var durable);
        if (durable is null) return found.CanErase ? null : found;
        Enlist();
        await Task.WhenAny(durable, Completion).WaitAsync(cancellationToken);
        return durable.IsCompletedSuccessfully ? found : null;
    }

    /// <summary>Applies the passing of time now, as the session's clock does.</summary>
    internal void Advance() => OnClock();

    /// <summary>Where the id of a contact is.</summary>
    internal ContactTraces Find(ForgottenContact contact) => _builder.Find(contact);

    /// <summary>Refuses further batches; what was applied is committed and acked, then <see cref="Completion"/> completes.</summary>
    public void Complete()
    {
        Volatile.Write(ref _isComplete, true);
        Enlist();
    }

    /// <summary>Ends the session at once; what is not committed is sent again to the next one.</summary>
    public void Break(SessionEnd end, string message)
    {
        if (Interlocked.CompareExchange(ref _end, new SessionEndedException(end, message), null) is not null) return;
        EngineLog.SessionEnded(_context.Log, _context.Source, Fence.Value, end.ToString());
        _unacked.Lift();
        _uncommitted.Lift();
        Enlist();
    }

    // Silence is an input, too: it ends visits and shifts. And a quiet session notices here that the store was rolled back.
    private void OnClock()
    {
        try
        {
            _builder.TryAdvance(Now());
        }
        catch (Exception e)
        {
            BreakOnDefect(e);
        }
        Enlist();
    }

    private void Enlist()
    {
        if (_over.Task.IsCompleted || Interlocked.Exchange(ref _isEnlisted, true)) return;
        if (_context.Writer.Enlist(_collect)) return;
        Break(SessionEnd.StoreUnavailable, "The server is going down; reconnect to go on.");
        Finish();
    }

    // In the writer's loop.
    private PendingCommit? Collect()
    {
        Volatile.Write(ref _isEnlisted, false);
        BreakOnLineageChange();
        if (Volatile.Read(ref _end) is not null)
        {
            Finish();
            return null;
        }
        try
        {
            var close = Volatile.Read(ref _isComplete);
            switch (_builder.TryBuild(_context.Writer.Format, close, out var section))
            {
                case BuildResult.Built:
                    if (section!.HasMore) Enlist();
                    _uncommitted.Leave(section.Notice.EventCount);
                    return new PendingCommit(section.Mark, section.Section, failure => Ended(failure, section))
                    {
                        Trace = section.Trace,
                    };
                case BuildResult.NothingNew when close:
                    Finish();
                    return null;
                default:
                    return null;
            }
        }
        catch (Exception e)
        {
            BreakOnDefect(e);
            return null;
        }
    }

    // In the writer's loop.
    private void Ended(CommitFailure? failure, BuiltSection section)
    {
        switch (failure)
        {
            case null:
                section.Durable?.TrySetResult();
                if (section.Notice.EventCount > 0) _acks.Add(section.Notice);
                break;
            case CommitFailure.Superseded:
                Supersede();
                break;
            case CommitFailure.MarkMoved:
                BreakOnRollBack();
                break;
            case CommitFailure.StoreUnavailable:
                BreakOnStore();
                break;
        }
        if (Volatile.Read(ref _isComplete)) Enlist();
    }

    /// <summary>Ends the session because another one owns the source.</summary>
    internal void Supersede() => Break(
        SessionEnd.Superseded,
        $"Another session owns source '{_context.Source}' now. If that was not intended, two adapters use one source name.");

    // Acked events may be gone with the old lineage; the adapter may still have them, and sends them again.
    private void BreakOnLineageChange()
    {
        if (_context.CurrentLineage() != _context.Lineage) BreakOnRollBack();
    }

    private void BreakOnStore() => Break(
        SessionEnd.StoreUnavailable, "The store does not answer, so nothing can be acknowledged; reconnect to go on.");

    private void BreakOnRollBack() => Break(
        SessionEnd.MarkMoved, "The store fell back to an earlier state; reconnect and go on after the welcome's committed sequence.");

    private SessionEndedException BreakOnDefect(Exception defect)
    {
        EngineLog.WorkerBroken(_context.Log, _context.Source, defect);
        Break(SessionEnd.Broken,
            "The server failed on a batch of this source; its log has the details. Reconnect to go on after the last committed event.");
        return _end!;
    }

    private void Finish()
    {
        _clock.Dispose();
        _over.TrySetResult();
        _acks.Complete(_end);
    }

    private Instant Now() => Instant.FromDateTimeOffset(_context.Time.GetUtcNow());
}
