using System.Threading.Channels;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Storage;
using CallCenter.Engine.Shards;
using Microsoft.Extensions.Logging;

namespace CallCenter.Engine.Ingest;

/// <summary>
/// One life of a source's ingest: takes its events in sequence, applies them to the floor and hands what they count to the shard's writer,
/// without waiting for the commit before. One loop applies; <see cref="PostAsync"/> and <see cref="Acks"/> belong to the stream.
/// </summary>
public sealed class SourceSession
{
    // The events of one section: enough to fill a commit, few enough that acks flow.
    private const int SectionEventsMax = 5_000;

    private static readonly TimeSpan AdvanceInterval = TimeSpan.FromSeconds(1);

    private readonly SourceId _source;
    private readonly ShardWriter _writer;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Channel<SequencedBatch> _batches;
    private readonly Channel<AckNotice> _acks = Channel.CreateUnbounded<AckNotice>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _ended = new();
    private readonly Floor _floor;
    private readonly UnackedWindow _unacked;
    private SessionEndedException? _end;
    private Sequence _posted;
    private Sequence _applied;
    private Task<bool>? _wait;
    private long _advancedAt;
    private long _durable;

    internal SourceSession(
        SourceId source, SourceMark mark, Floor floor, bool floorKnown, ShardWriter writer, EngineOptions options, TimeProvider time,
            ILogger log)
    {
        (_source, _floor, _writer, _time, _log) = (source, floor, writer, time, log);
        (Fence, Committed, FloorKnown) = (mark.Fence, mark.Committed, floorKnown);
        (_posted, _applied) = (Committed, Committed);
        _unacked = new UnackedWindow(options.UnackedEventsMax);
        _advancedAt = time.GetTimestamp();
        _durable = mark.Committed.Value;
        _batches = Channel.CreateBounded<SequencedBatch>(
            new BoundedChannelOptions(64) { SingleReader = true, SingleWriter = true, FullMode = BoundedChannelFullMode.Wait });
        Completion = RunAsync();
    }

    public Fence Fence { get; }

    /// <summary>How far the source was counted when the session opened.</summary>
    public Sequence Committed { get; }

    public bool FloorKnown { get; }

    /// <summary>What has become durable; completes when the session is over, with a <see cref="SessionEndedException"/> if it broke
    /// off.</summary>
    public ChannelReader<AckNotice> Acks => _acks.Reader;

    /// <summary>Completes, never faulted, when the session has nothing in flight any more.</summary>
    public Task Completion { get; }

    /// <summary>Takes a batch; waits while too much is not acked.</summary>
    public async ValueTask PostAsync(SequencedBatch batch, CancellationToken cancellationToken)
    {
        if (batch.First > _posted.Next)
            throw new SessionEndedException(
                SessionEnd.SequenceGap,
                    $"Events are missing: expected sequence {_posted.Next}, received {batch.First}. "
                    + "Reconnect and go on after the welcome's committed sequence.", _posted.Next, batch.First);
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ended.Token);
            await _unacked.TakeAsync(batch.Events.Count, either.Token);
            await _batches.Writer.WriteAsync(batch, either.Token);
        }
        catch (Exception e) when (_end is not null && e is OperationCanceledException or ChannelClosedException)
        {
            throw _end!;
        }
        var last = batch.First + (batch.Events.Count - 1);
        if (last > _posted) _posted = last;
    }

    /// <summary>Says again how far the source is durable: the answer to a heartbeat.</summary>
    public void RepeatAck() => _acks.Writer.TryWrite(new AckNotice(new Sequence(Volatile.Read(ref _durable)), [], [], 0));

    /// <summary>No more batches come; what was taken is committed and acked, then <see cref="Completion"/> completes.</summary>
    public void Complete() => _batches.Writer.TryComplete();

    /// <summary>Ends the session: another one owns the source now, or the store says so.</summary>
    public void Break(SessionEnd end, string message)
    {
        if (Interlocked.CompareExchange(ref _end, new SessionEndedException(end, message), null) is not null) return;
        EngineLog.SessionEnded(_log, _source.Value, Fence.Value, end.ToString());
        _ended.Cancel();
        _batches.Writer.TryComplete();
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        try
        {
            while (await WaitAsync())
            {
                var section = new OpenSection(_applied);
                while (section.EventCount < SectionEventsMax && _batches.Reader.TryRead(out var batch)) Apply(batch, section);
                AdvanceWhenDue();
                if (section.EventCount > 0 || _floor.HasChanges) await CommitAsync(section);
            }
        }
        catch (OperationCanceledException) when (_end is not null)
        {
            // Broken off; what was not committed is sent again.
        }
        catch (Exception e)
        {
            EngineLog.WorkerBroken(_log, _source.Value, e);
            Break(SessionEnd.Broken,
                "The server failed on an event of this source; its log has the details. "
                    + "Reconnect to go on after the last committed event.");
        }
        await _unacked.DrainedAsync();
        _acks.Writer.TryComplete(_end);
    }

    // Wakes up when quiet, too: silence is an input. A wait that timed out goes on the next time.
    private async Task<bool> WaitAsync()
    {
        _ended.Token.ThrowIfCancellationRequested();
        _wait ??= _batches.Reader.WaitToReadAsync(_ended.Token).AsTask();
        try
        {
            var more = await _wait.WaitAsync(AdvanceInterval, _time);
            _wait = null;
            return more;
        }
        catch (TimeoutException)
        {
            return true;
        }
    }

    private void AdvanceWhenDue()
    {
        if (_time.GetElapsedTime(_advancedAt) < AdvanceInterval) return;
        _advancedAt = _time.GetTimestamp();
        _floor.Advance(Now());
    }

    private Instant Now() => Instant.FromDateTimeOffset(_time.GetUtcNow());

    private void Apply(SequencedBatch batch, OpenSection section)
    {
        var now = Now();
        section.EventCount += batch.Events.Count;
        for (var i = 0; i < batch.Events.Count; i++)
        {
            var sequence = batch.First + i;
            if (sequence <= _applied)
            {
                section.DuplicateCount++;
                continue;
            }
            _applied = sequence;
            Apply(sequence, batch.Events[i], now, section);
        }
        if (section.DuplicateCount > section.DuplicatesCounted)
        {
            _floor.CountDuplicates(section.DuplicateCount - section.DuplicatesCounted, now);
            section.DuplicatesCounted = section.DuplicateCount;
        }
    }

    private void Apply(Sequence sequence, IncomingEvent incoming, Instant now, OpenSection section)
    {
        if (incoming.Event is not { } e)
        {
            _floor.Reject(now);
            section.Rejections.Add(new RejectedEvent(sequence, incoming.Rejection!));
            return;
        }
        switch (_floor.Apply(e, now, out var refusal))
        {
            case ApplyResult.Duplicate:
                section.DuplicateCount++;
                section.DuplicatesCounted++;
                section.KnownByName.Add(sequence);
                break;
            case ApplyResult.Refused:
                section.Rejections.Add(new RejectedEvent(sequence, new EventRejection(refusal!.Message, refusal.Metadata, refusal.Reason)));
                break;
        }
    }

    private async Task CommitAsync(OpenSection section)
    {
        var (from, to) = (section.From, _applied);
        var changes = _floor.TakeChanges();
        var bytes = BatchCodec.Encode(
            new SourceSection(_source, Fence, from, to, changes.FirstRow, changes.Rows, changes.Deltas, changes.Items));
        var notice = new AckNotice(to, section.Rejections, section.KnownByName, section.DuplicateCount);
        _unacked.Enter();
        var commit = new PendingCommit(
            new MarkStep(_source, Fence, from, to), bytes, failure => Ended(failure, notice, section.EventCount));
        try
        {
            await _writer.EnqueueAsync(commit, _ended.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            _unacked.Leave(0);
            if (e is ChannelClosedException) Break(SessionEnd.StoreUnavailable, "The server is going down; reconnect to go on.");
            throw new OperationCanceledException();
        }
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
                Break(SessionEnd.MarkMoved,
                    "The store fell back to an earlier state; reconnect and go on after the welcome's committed sequence.");
                break;
            case CommitFailure.StoreUnavailable:
                Break(SessionEnd.StoreUnavailable, "The store does not answer, so nothing can be acknowledged; reconnect to go on.");
                break;
        }
        _unacked.Leave(eventCount);
    }

    /// <summary>What goes into the next commit besides the floor's changes.</summary>
    private sealed class OpenSection(Sequence from)
    {
        public Sequence From { get; } = from;
        public int EventCount { get; set; }
        public long DuplicateCount { get; set; }
        public long DuplicatesCounted { get; set; }
        public List<RejectedEvent> Rejections { get; } = [];
        public List<Sequence> KnownByName { get; } = [];
    }
}
