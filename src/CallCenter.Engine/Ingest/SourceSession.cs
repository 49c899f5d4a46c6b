using System.Threading.Channels;
using CallCenter.Core.Encoding;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Storage;
using Microsoft.Extensions.Logging;

namespace CallCenter.Engine.Ingest;

/// <summary>
/// One life of a source's ingest: applies its events to the floor as they come, and gives the shard's writer what they count whenever a
/// commit is made. The stream posts, the writer takes; whose turn it is has the floor for itself.
/// </summary>
public sealed class SourceSession
{
    private const string FellBack = "The store fell back to an earlier state; reconnect and go on after the welcome's committed sequence.";

    private static readonly TimeSpan AdvanceInterval = TimeSpan.FromSeconds(1);

    private readonly SourceId _source;
    private readonly ShardWriter _writer;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Channel<AckNotice> _acks = Channel.CreateUnbounded<AckNotice>(new UnboundedChannelOptions { SingleReader = true });
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly EventWindow _unacked;
    private readonly EventWindow _uncommitted;
    private readonly CollectSection _collect;
    private readonly ITimer _clock;
    private readonly SemaphoreSlim _turn = new(1, 1); // Guards the floor and the three below it.
    private readonly SourceFloor _floor;
    private readonly VarWriter _room = new(1024);
    private SectionNotes _notes = new();
    private Sequence _applied;
    private SessionEndedException? _end;
    private bool _isComplete;
    private bool _isEnlisted;
    private Sequence _taken;
    private long _advancedAt;
    private long _durable;

    internal SourceSession(
        SourceId source, SourceMark mark, SourceFloor floor, bool floorKnown, ShardWriter writer, EngineOptions options, TimeProvider time,
            ILogger log)
    {
        (_source, _floor, _writer, _time, _log) = (source, floor, writer, time, log);
        (Fence, Committed, FloorKnown, Newest) = (mark.Fence, mark.Committed, floorKnown, floor.Newest);
        (_applied, _taken, _durable) = (Committed, Committed, Committed.Value);
        _unacked = new EventWindow(options.UnackedEventsMax);
        // While one half is being committed, the other is taken.
        _uncommitted = new EventWindow(options.UnackedEventsMax / 2);
        _collect = CollectAsync;
        _advancedAt = time.GetTimestamp();
        // Silence is an input, too.
        _clock = time.CreateTimer(_ => Enlist(), null, AdvanceInterval, AdvanceInterval);
    }

    /// <summary>Whether the store lost entries since the session began. A quiet session would not learn it from a commit; its adapter may
    /// have the events still, and sends them again.</summary>
    internal Func<bool> HasLostCommits { get; init; } = () => false;

    public Fence Fence { get; }

    /// <summary>How far the source was counted when the session opened.</summary>
    public Sequence Committed { get; }

    public bool FloorKnown { get; }

    /// <summary>Time of the newest event counted when the session opened; <see cref="Instant.MinValue"/> when there was none.</summary>
    public Instant Newest { get; }

    /// <summary>What has become durable; completes when the session is over, with a <see cref="SessionEndedException"/> if it broke
    /// off.</summary>
    public ChannelReader<AckNotice> Acks => _acks.Reader;

    /// <summary>Completes, never faulted, when the session has nothing in flight any more.</summary>
    public Task Completion => _over.Task;

    /// <summary>Takes a batch; waits while too much is not acked. False when the session takes no more: the server is going down. One call
    /// at a time.</summary>
    public async ValueTask<bool> PostAsync(SequencedBatch batch, CancellationToken cancellationToken)
    {
        await _unacked.EnterAsync(batch.Events.Count, cancellationToken);
        await _uncommitted.EnterAsync(batch.Events.Count, cancellationToken);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (Volatile.Read(ref _end) is { } end) throw end;
            if (Volatile.Read(ref _isComplete)) return false;
            if (batch.First > _applied.Next) throw Gap(_applied.Next, batch.First);
            Apply(batch);
        }
        catch (Exception e) when (e is not SessionEndedException)
        {
            throw BreakOnDefect(e);
        }
        finally
        {
            _turn.Release();
        }
        Enlist();
        return true;
    }

    /// <summary>Says again how far the source is durable: the answer to a heartbeat.</summary>
    public void RepeatAck() => _acks.Writer.TryWrite(new AckNotice(new Sequence(Volatile.Read(ref _durable)), [], [], 0));

    /// <summary>No more batches come; what was taken is committed and acked, then <see cref="Completion"/> completes.</summary>
    public void Complete()
    {
        Volatile.Write(ref _isComplete, true);
        Enlist();
    }

    /// <summary>Ends the session: another one owns the source now, or the store says so.</summary>
    public void Break(SessionEnd end, string message)
    {
        if (Interlocked.CompareExchange(ref _end, new SessionEndedException(end, message), null) is not null) return;
        EngineLog.SessionEnded(_log, _source.Name, Fence.Value, end.ToString());
        _unacked.Lift();
        _uncommitted.Lift();
        Enlist();
    }

    // The writer comes back for it; what it then finds is a section, or that the session is over.
    private void Enlist()
    {
        if (Interlocked.Exchange(ref _isEnlisted, true)) return;
        if (_writer.Enlist(_collect)) return;
        Break(SessionEnd.StoreUnavailable, "The server is going down; reconnect to go on.");
        Finish();
    }

    private async ValueTask<PendingCommit?> CollectAsync()
    {
        Volatile.Write(ref _isEnlisted, false);
        await _turn.WaitAsync();
        try
        {
            if (_over.Task.IsCompleted) return null;
            if (HasLostCommits()) Break(SessionEnd.MarkMoved, FellBack);
            if (_end is null)
            {
                var isComplete = Volatile.Read(ref _isComplete);
                if (!isComplete) AdvanceWhenDue();
                if (_notes.EventCount > 0 || _floor.HasChanges) return Section();
                if (!isComplete) return null;
            }
            Finish();
            return null;
        }
        catch (Exception e)
        {
            BreakOnDefect(e);
            return null;
        }
        finally
        {
            _turn.Release();
        }
    }

    private void Finish()
    {
        _clock.Dispose();
        _acks.Writer.TryComplete(_end);
        _over.TrySetResult();
    }

    private void AdvanceWhenDue()
    {
        if (_time.GetElapsedTime(_advancedAt) < AdvanceInterval) return;
        _advancedAt = _time.GetTimestamp();
        _floor.Advance(Now());
    }

    private Instant Now() => Instant.FromDateTimeOffset(_time.GetUtcNow());

    private void Apply(SequencedBatch batch)
    {
        var now = Now();
        var duplicates = 0;
        for (var i = 0; i < batch.Events.Count; i++)
        {
            var sequence = batch.First + i;
            if (sequence <= _applied)
            {
                duplicates++;
                continue;
            }
            _applied = sequence;
            Apply(sequence, batch.Events[i], now);
        }
        _notes.EventCount += batch.Events.Count;
        _notes.DuplicateCount += duplicates;
        if (duplicates > 0) _floor.CountDuplicates(duplicates, now);
    }

    private void Apply(Sequence sequence, IncomingEvent incoming, Instant now)
    {
        if (incoming.Event is not { } e)
        {
            _floor.Reject(now);
            _notes.Rejections.Add(new RejectedEvent(sequence, incoming.Rejection!));
            return;
        }
        switch (_floor.Apply(e, now, out var refusal))
        {
            case ApplyResult.Duplicate:
                _notes.DuplicateCount++;
                _notes.KnownByName.Add(sequence);
                break;
            case ApplyResult.Refused:
                _notes.Rejections.Add(new RejectedEvent(sequence, new EventRejection(refusal!.Message, refusal.Metadata, refusal.Reason)));
                break;
        }
    }

    private PendingCommit Section()
    {
        var (from, to, notes, format) = (_taken, _applied, _notes, _writer.Format);
        var changes = _floor.DrainChanges(format);
        _room.Clear();
        BatchCodec.Encode(
            _room, new SourceSection(_source, Fence, from, to, changes.FirstRow, changes.Rows, changes.Deltas, changes.Items), format);
        (_taken, _notes) = (to, new SectionNotes());
        _uncommitted.Leave(notes.EventCount);
        var notice = new AckNotice(to, notes.Rejections, notes.KnownByName, notes.DuplicateCount);
        return new PendingCommit(
            new MarkStep(_source, Fence, from, to), new EncodedSection(format, _room.Written), failure => Ended(failure, notice,
                notes.EventCount));
    }

    // In the writer's loop.
    private void Ended(CommitFailure? failure, AckNotice notice, int eventCount)
    {
        switch (failure)
        {
            case null:
                Volatile.Write(ref _durable, notice.Committed.Value);
                _acks.Writer.TryWrite(notice);
                break;
            case CommitFailure.Superseded:
                Break(SessionEnd.Superseded,
                    $"Another session owns source '{_source}' now. If that was not intended, two adapters use one source name.");
                break;
            case CommitFailure.MarkMoved:
                Break(SessionEnd.MarkMoved, FellBack);
                break;
            case CommitFailure.StoreUnavailable:
                Break(SessionEnd.StoreUnavailable, "The store does not answer, so nothing can be acknowledged; reconnect to go on.");
                break;
        }
        _unacked.Leave(eventCount);
        if (Volatile.Read(ref _isComplete)) Enlist();
    }

    private static SessionEndedException Gap(Sequence expected, Sequence received) => new(
        SessionEnd.SequenceGap,
        $"Events are missing: expected sequence {expected}, received {received}. "
            + "Reconnect and go on after the welcome's committed sequence.",
        expected, received);

    // What was not committed is sent again.
    private SessionEndedException BreakOnDefect(Exception defect)
    {
        EngineLog.WorkerBroken(_log, _source.Name, defect);
        Break(SessionEnd.Broken,
            "The server failed on an event of this source; its log has the details. Reconnect to go on after the last committed event.");
        return _end!;
    }

    /// <summary>What goes into the next ack.</summary>
    private sealed class SectionNotes
    {
        public int EventCount { get; set; }
        public long DuplicateCount { get; set; }
        public List<RejectedEvent> Rejections { get; } = [];
        public List<Sequence> KnownByName { get; } = [];
    }
}
