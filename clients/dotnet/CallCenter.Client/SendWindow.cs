using CallCenter.V1;
using Google.Protobuf;

namespace CallCenter.Client;

/// <summary>
/// The un-acked events of a sender, and the outcome of the others. Positions count the events of this sender
/// from 1; a sequence is the base plus the position, and the base is known from the first welcome on. Shared by the callers of the
/// sender and its loops; the lock guards every field, and is never held over an await.
/// </summary>
internal sealed class SendWindow(EventSenderOptions options)
{
    // Overhead of a batch around its events (tags, lengths, first sequence), rounded up.
    private const int BatchOverheadBytes = 64;
    private const int EventOverheadBytes = 6;

    private readonly Lock _gate = new();
    private readonly EventBuffer _events = new();
    private readonly FlushList _flushes = new();
    private TaskCompletionSource? _roomMade;
    private TaskCompletionSource? _takeable;
    private Exception? _failure;
    private bool _isClosed;

    private long? _base = options.Numbering == Numbering.FromOne ? 0 : null;
    private long _last;
    private long _acked;
    private long _told;
    private long _sent;
    private long _sentEver;
    private long _rejectedCount;
    private long _duplicateCount;

    // The server's committed sequence at the first stream: events numbered from one up to here are acked as duplicates.
    private long? _knownBefore;
    private long _streamStart;
    private long _streamCommitted;
    private long _streamDuplicateCount;
    private int _streamUnackedMax = int.MaxValue;

    public SendProgress Progress
    {
        get { lock (_gate) return new SendProgress(_acked, _rejectedCount, _duplicateCount, LastSequenceLocked()); }
    }

    public long LastPosition
    {
        get { lock (_gate) return _last; }
    }

    /// <summary>Adds an event, unless too many are un-acked.</summary>
    public bool TryAdd(Event item)
    {
        lock (_gate)
        {
            ThrowIfEndedLocked();
            if (_last - _acked >= options.UnackedEventCountMax)
                return false;
            _events.Add(item);
            _last++;
            Release(ref _takeable);
            return true;
        }
    }

    /// <summary>Ends when there may be room for an event.</summary>
    public Task RoomAsync()
    {
        lock (_gate)
        {
            ThrowIfEndedLocked();
            return _last - _acked < options.UnackedEventCountMax ? Task.CompletedTask : Waiting(ref _roomMade);
        }
    }

    /// <summary>Ends when all events added so far are acked and the callbacks have run.</summary>
    public Task FlushAsync()
    {
        lock (_gate)
        {
            if (_told == _last && _failure is null)
                return Task.CompletedTask;
            ThrowIfEndedLocked();
            return _flushes.Add(_last);
        }
    }

    /// <summary>Inserts an event after a position; no event behind it was sent yet.</summary>
    public void Insert(long afterPosition, Event item)
    {
        lock (_gate)
        {
            _events.Insert(afterPosition, item);
            _last++;
            _flushes.ShiftAfter(afterPosition);
            Release(ref _takeable);
        }
    }

    /// <summary>Starts a stream at the server's position. Fails when it contradicts the acks received so far.</summary>
    public void Resume(Welcome welcome)
    {
        lock (_gate)
        {
            long position = PositionOfLocked(welcome);
            if (position < _acked)
                GoBackLocked(position);
            else if (options.Numbering == Numbering.ContinueAfterCommitted)
                GoOnLocked(position);
            else if (_acked >= _knownBefore && position <= _sentEver)
                AckLocked(position);
            _knownBefore ??= position;
            _streamStart = _acked + 1;
            _streamCommitted = position;
            _streamDuplicateCount = 0;
            _streamUnackedMax = welcome.Limits is { UnackedEventCountMax: > 0 and int told } ? told : int.MaxValue;
            _sent = _acked;
        }
    }

    /// <summary>Ends when there are events to send, or the window is closed.</summary>
    public Task TakeableAsync()
    {
        lock (_gate)
            return TakeableCountLocked() > 0 || IsDrainedLocked() ? Task.CompletedTask : Waiting(ref _takeable);
    }

    /// <summary>The number of events ready to be sent.</summary>
    public long TakeableCount
    {
        get { lock (_gate) return TakeableCountLocked(); }
    }

    /// <summary>Whether the sender is closed and everything is sent.</summary>
    public bool IsDrained
    {
        get { lock (_gate) return IsDrainedLocked(); }
    }

    /// <summary>Whether the sender is closed and everything is acked.</summary>
    public bool IsFinished
    {
        get { lock (_gate) return _isClosed && _acked == _last; }
    }

    /// <summary>The next batch; null when there is nothing to send. It has at least one event, even an oversized one.</summary>
    public EventBatch? Take(int countMax, int bytesMax)
    {
        lock (_gate)
        {
            long count = Math.Min(countMax, TakeableCountLocked());
            if (count <= 0)
                return null;
            var batch = new EventBatch { FirstSequence = _base!.Value + _sent + 1 };
            long bytes = BatchOverheadBytes;
            for (long position = _sent + 1; batch.Events.Count < count; position++)
            {
                Event item = _events.At(position);
                bytes += ((IMessage)item).CalculateSize() + EventOverheadBytes;
                if (bytes > bytesMax && batch.Events.Count > 0)
                    break;
                batch.Events.Add(item);
            }
            _sent += batch.Events.Count;
            _sentEver = Math.Max(_sentEver, _sent);
            return batch;
        }
    }

    /// <summary>Applies an ack and returns the rejected events.</summary>
    public IReadOnlyList<RejectedEvent> Ack(Ack ack)
    {
        lock (_gate)
        {
            RejectedEvent[] rejected = [.. ack.Rejections.Select(r => new RejectedEvent(_events.Find(r.Sequence - _base!.Value), r))];
            _rejectedCount += ack.Rejections.Count;
            // An event of a used sequence is rejected and a duplicate; count it once.
            _duplicateCount += ack.DuplicateCount - ack.Rejections.Count(r => r.Reason == ErrorReason.SequenceReused);
            _streamDuplicateCount += ack.DuplicateCount;
            AckLocked(Math.Max(_acked, AckedPositionLocked(ack)));
            return rejected;
        }
    }

    /// <summary>The callbacks for the acked events have run: release the waiting flushes.</summary>
    public void Told()
    {
        lock (_gate)
        {
            _told = _acked;
            _flushes.CompleteUpTo(_told);
        }
    }

    /// <summary>Closes the window: no more events are added.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Release(ref _takeable);
            Release(ref _roomMade);
        }
    }

    /// <summary>Fails all waiting and later calls with this reason: the sender cannot go on.</summary>
    public void Fail(Exception failure)
    {
        lock (_gate)
        {
            _failure ??= failure;
            Release(ref _takeable);
            Release(ref _roomMade);
            _flushes.Fail(_failure);
        }
    }

    private static Task Waiting(ref TaskCompletionSource? signal)
    {
        signal ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return signal.Task;
    }

    private static void Release(ref TaskCompletionSource? signal)
    {
        signal?.TrySetResult();
        signal = null;
    }

    private void ThrowIfEndedLocked()
    {
        if (_failure is not null)
            throw _failure;
        ObjectDisposedException.ThrowIf(_isClosed, typeof(EventSender));
    }

    private long LastSequenceLocked() => _base is { } known && _last > 0 ? known + _last : 0;

    private long TakeableCountLocked() =>
        _base is null ? 0 : Math.Min(_last - _sent, _streamUnackedMax - (_sent - _acked));

    private bool IsDrainedLocked() => _isClosed && _sent == _last;

    private long PositionOfLocked(Welcome welcome)
    {
        // None of our events is acked: start at the server's position.
        bool canRenumber = _base is null || (_acked == 0 && welcome.CommittedSequence < _base);
        if (options.Numbering == Numbering.ContinueAfterCommitted && canRenumber)
            _base = welcome.CommittedSequence;
        return welcome.CommittedSequence - _base!.Value;
    }

    private void GoOnLocked(long position)
    {
        if (position > _sentEver)
            throw BrokenLocked(CallCenterException.CommittedAhead, position);
        AckLocked(position);
    }

    private void GoBackLocked(long position)
    {
        if (position + 1 < _events.FirstPosition)
            throw BrokenLocked(CallCenterException.CommittedWentBack, position);
        _acked = position;
        _told = Math.Min(_told, position);
    }

    private long AckedPositionLocked(Ack ack)
    {
        long position = ack.CommittedSequence - _base!.Value;
        // For events that the server had before, only the duplicate count of the ack tells how many were resent.
        if (position <= _streamCommitted)
            return Math.Min(_sent, Math.Min(_streamCommitted, _streamStart - 1 + _streamDuplicateCount));
        if (position > _sent)
            throw BrokenLocked(CallCenterException.ProtocolBroken, position);
        return position;
    }

    private void AckLocked(long position)
    {
        _acked = position;
        _events.DropBefore(position - options.RetainedEventCount + 1);
        Release(ref _roomMade);
        Release(ref _takeable);
    }

    private CallCenterException BrokenLocked(string reason, long position) =>
        SendFailure.Of(reason, options.Source, _base!.Value + position, _base!.Value + _acked, _base!.Value + _sentEver);
}
