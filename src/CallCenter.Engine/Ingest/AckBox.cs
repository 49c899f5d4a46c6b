using System.Threading.Channels;
using CallCenter.Core.Identity;

namespace CallCenter.Engine.Ingest;

/// <summary>
/// The next ack of a session: everything since the ack before, merged into one notice. Its memory is bounded by the session's un-acked
/// events, whether the sender reads or not. Safe for several threads; one reader.
/// </summary>
internal sealed class AckBox(Sequence committed)
{
    private readonly Lock _lock = new(); // Guards the fields below.
    private Sequence _committed = committed;
    private AckNotice? _pending;
    private bool _isRepeatWanted;

    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public void Add(AckNotice notice)
    {
        lock (_lock)
        {
            _committed = notice.Committed;
            if (_pending is null) _pending = notice;
            else _pending.Append(notice);
        }
        _signal.Writer.TryWrite(true);
    }

    /// <summary>Asks for an ack even if nothing new is durable: the answer to a heartbeat. Several requests get one answer.</summary>
    public void Repeat()
    {
        lock (_lock) _isRepeatWanted = true;
        _signal.Writer.TryWrite(true);
    }

    /// <summary>Notes a request of a kind that this server does not know, and asks for an ack that says so.</summary>
    public void AddUnknownRequest()
    {
        lock (_lock) (_pending ??= new AckNotice(_committed)).UnknownRequestCount++;
        _signal.Writer.TryWrite(true);
    }

    /// <summary>No more notices; the reader gets the pending one first, then <paramref name="error"/> if there is one.</summary>
    public void Complete(SessionEndedException? error) => _signal.Writer.TryComplete(error);

    /// <summary>Waits for the next notice; null at the end.</summary>
    public async ValueTask<AckNotice?> NextAsync()
    {
        while (await _signal.Reader.WaitToReadAsync())
        {
            _signal.Reader.TryRead(out _);
            if (Drain() is { } notice) return notice;
        }
        return null;
    }

    private AckNotice? Drain()
    {
        lock (_lock)
        {
            var notice = _pending ?? (_isRepeatWanted ? new AckNotice(_committed) : null);
            (_pending, _isRepeatWanted) = (null, false);
            return notice;
        }
    }
}
