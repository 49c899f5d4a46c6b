using System.Diagnostics;
using CallCenter.Core.Encoding;
using CallCenter.Core.Events;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Storage;
using CallCenter.Engine.Instruments;
using CallCenter.Engine.Limits;
using CallCenter.Engine.Settings;

namespace CallCenter.Engine.Ingest;

/// <summary>
/// Applies a source's events in sequence and builds the sections to commit. Synchronous, under one lock: the stream applies, the clock
/// advances, the shard's writer builds. The writer never waits: while another thread has the lock, it leaves a request.
/// </summary>
internal sealed class SectionBuilder(
    SourceId source, SourceMark mark, SourceFloor floor, SourceQuota quota, CurrentSettings settings, DefectLog defects,
    GhostCounter ghosts, EventNumbering numbering = EventNumbering.BySequence)
{
    // Clocks of sources jitter; a sender that starts its numbers anew is seconds behind its last run.
    private static readonly TimeSpan ReuseMargin = TimeSpan.FromSeconds(2);

    // How exactly the store knows when a source's last word came: each further one costs a commit.
    private static readonly TimeSpan WordInterval = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new(); // Guards the fields below.
    private readonly VarWriter _buffer = new(1024);
    private readonly ReportParts _parts = new(floor);
    private SectionNotes _notes = new();
    private Sequence _applied = mark.Committed;
    private Sequence _built = mark.Committed;
    private BuiltSection? _ready;
    private ActivityContext _trace; // Of the newest traced batch since the last section.
    private bool _isClosed;
    private TaskCompletionSource? _durable; // Of what was forgotten or asked for since the last section.
    private FeedLink _link = numbering == EventNumbering.BySequence ? FeedLink.Open : FeedLink.Calls;
    private Instant _storedWord = Instant.MinValue;

    // Of the last word; written by the stream's reader without the lock.
    private long _heardAtMs = Instant.MinValue.UnixMs;

    // Format in which the writer asked for a section in vain; 0: it did not.
    private volatile int _wantedFormat;

    /// <summary>Time of the newest event counted before the first batch; <see cref="Instant.MinValue"/> when there was none.</summary>
    public Instant NewestAtStart { get; } = floor.Newest;

    /// <summary>Notes that the source is alive. Any thread.</summary>
    public void Hear(Instant now) => Volatile.Write(ref _heardAtMs, now.UnixMs);

    /// <summary>Applies a batch, up to an event that needs a record of the ledger.</summary>
    /// <param name="from">Index of the first event: 0, or that of the event that needed a record, after <see cref="Supply"/>.</param>
    /// <exception cref="SessionEndedException">Events are missing before the batch.</exception>
    public BatchProgress Apply(SequencedBatch batch, int from, Instant now)
    {
        Hear(now);
        lock (_lock)
        {
            if (_isClosed) return BatchProgress.Closed;
            if (batch.Trace != default) _trace = batch.Trace;
            if (batch.First > _applied.Next) throw SessionEndedException.OfGap(_applied.Next, batch.First);
            floor.SetRoom(quota.Room());
            floor.SetSettings(settings.Of(source.Tenant));
            var duplicates = 0;
            var countedBefore = 0;
            var i = from;
            for (; i < batch.Events.Count; i++)
            {
                var sequence = batch.First + i;
                if (sequence > _applied && NeedsRecord(batch.Events[i])) break;
                if (sequence <= _applied)
                {
                    duplicates++;
                    if (!IsReused(sequence, batch.Events[i], now)) countedBefore++;
                    else RejectReuse(sequence, now);
                    continue;
                }
                _applied = sequence;
                Apply(sequence, batch, i, now);
            }
            _notes.EventCount += i - from;
            _notes.DuplicateCount += duplicates;
            if (countedBefore > 0) floor.CountDuplicates(countedBefore, now);
            foreach (var reached in floor.DrainLimitsReached()) quota.Report(reached);
            if (i == batch.Events.Count) floor.ForgetRecords();
            var progress = i < batch.Events.Count ? AskForRecords(batch, i) : BatchProgress.Done;
            if (_wantedFormat != 0 && _ready is null) _ready = Build(_wantedFormat);
            return progress;
        }
    }

    /// <summary>Supplies the records that the rest of a batch needs.</summary>
    /// <param name="records">By visit; visits that the ledger does not have are left out.</param>
    public void Supply(IReadOnlyList<string> visitIds, IReadOnlyDictionary<string, byte[]> records)
    {
        lock (_lock)
        {
            foreach (var id in visitIds) floor.Supply(id, records.GetValueOrDefault(id));
        }
    }

    /// <summary>Advances the floor's time, unless a batch is being applied.</summary>
    public void TryAdvance(Instant now)
    {
        if (!_lock.TryEnter()) return;
        try
        {
            floor.SetSettings(settings.Of(source.Tenant));
            if (!_isClosed && floor.Advance(now) is { } defect) defects.Report(_applied, defect, []);
        }
        finally
        {
            _lock.Exit();
        }
    }

    /// <summary>Erases the id of a contact.</summary>
    /// <param name="finished">Records of the ledger that name the contact; the next fold erases it there.</param>
    /// <param name="durable">Completes when that is durable; null when there is nothing to erase, or the builder is closed.</param>
    public ContactTraces Forget(ForgottenContact contact, int finished, out Task? durable)
    {
        lock (_lock)
        {
            durable = null;
            var found = floor.Find(contact) with { FinishedVisits = finished };
            if (!found.CanErase || _isClosed) return found;
            floor.Forget(contact);
            _durable ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            durable = _durable.Task;
            return found;
        }
    }

    /// <summary>Where the id of a contact is.</summary>
    public ContactTraces Find(ForgottenContact contact)
    {
        lock (_lock) return floor.Find(contact);
    }

    /// <summary>Builds the next section; one at a time may be in flight.</summary>
    /// <param name="format">Number of the stored format to encode in.</param>
    /// <param name="close">Whether the builder closes when there is nothing new but that the stream has ended.</param>
    public BuildResult TryBuild(int format, bool close, out BuiltSection? section)
    {
        section = null;
        if (!_lock.TryEnter())
        {
            _wantedFormat = format;
            return BuildResult.Busy;
        }
        try
        {
            _wantedFormat = 0;
            if (close && _link == FeedLink.Open) _link = FeedLink.Closed;
            if (_ready is { } ready) section = ready with { HasMore = HasNews };
            else if (HasNews || HasNewWord) section = Build(format);
            _ready = null;
            if (section is not null) return BuildResult.Built;
            _isClosed |= close;
            return BuildResult.NothingNew;
        }
        finally
        {
            _lock.Exit();
        }
    }

    private bool NeedsRecord(IncomingEvent incoming) => incoming.Event is { } e && floor.RecordNeededBy(e) is not null;

    // The records may be among what is not committed yet.
    private BatchProgress AskForRecords(SequencedBatch batch, int index)
    {
        var ids = batch.Events.Skip(index).Select(e => e.Event is { } of ? floor.RecordNeededBy(of) : null).OfType<string>();
        floor.RequestCommit();
        _durable ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return new BatchProgress(BatchState.NeedsRecords, index, [.. ids.Distinct()], _durable.Task);
    }

    /// <summary>Whether there is nothing to commit, and no visit or shift that time alone may end.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_lock) return _ready is null && !HasNews && !floor.AwaitsTime;
        }
    }

    private bool HasNews => _notes.EventCount > 0 || floor.HasChanges;

    // The parts of a report are committed with the last one.
    private Sequence Committable => _parts.First?.Previous ?? _applied;

    // The word of a source that calls comes with its events.
    private bool HasNewWord => numbering == EventNumbering.BySequence
        && (_link != floor.Link || new Instant(Volatile.Read(ref _heardAtMs)) - _storedWord >= WordInterval);

    private void Apply(Sequence sequence, SequencedBatch batch, int index, Instant now)
    {
        var incoming = batch.Events[index];
        if (incoming.Event is not { } e)
        {
            DropReport(now);
            Reject(sequence, incoming.Rejection!, now);
            return;
        }
        if (e is FloorReported report)
        {
            if (Join(sequence, report, now) is not { } whole) return;
            e = whole;
        }
        else
        {
            DropReport(now);
        }
        switch (floor.Apply(e, now, out var refusal))
        {
            case ApplyResult.Duplicate:
                _notes.DuplicateCount++;
                _notes.DuplicatesById.Add(sequence);
                break;
            case ApplyResult.Refused:
                if (refusal!.Defect is { } defect) defects.Report(sequence, defect, batch.BytesOf?.Invoke(index) ?? []);
                _notes.Rejections.Add(new RejectedEvent(sequence, new EventRejection(refusal.Message, refusal.Metadata, refusal.Reason)));
                break;
        }
    }

    // The whole report when this is its last part; null before, and when there is none to apply.
    private FloorReported? Join(Sequence sequence, FloorReported report, Instant now)
    {
        if (!report.MoreFollows)
        {
            if (_parts.Complete(report) is { } whole) return whole;
            Reject(sequence, EventRejection.OfField("floor_report", "names a visit or an agent in two of its parts"), now);
        }
        else if (numbering == EventNumbering.WithinSession)
        {
            Reject(sequence, EventRejection.OfField("floor_report.more_follows", "is set, which only a stream may"), now);
        }
        else if (_parts.Add(sequence, report) is { } refusal)
        {
            Reject(sequence, refusal, now);
        }
        return null;
    }

    private void DropReport(Instant now)
    {
        if (_parts.First is not { } first) return;
        _parts.Clear();
        Reject(first, EventRejection.OfField("floor_report.more_follows", "is set, but the next event is no part of the report"), now);
    }

    private void Reject(Sequence sequence, EventRejection rejection, Instant now, SourceLimit? limit = null)
    {
        floor.Reject(now, limit);
        _notes.Rejections.Add(new RejectedEvent(sequence, rejection));
    }

    private void Reject(Sequence sequence, Refusal refusal, Instant now)
        => Reject(sequence, new EventRejection(refusal.Message, refusal.Metadata, refusal.Reason), now, refusal.Limit);

    // An event that happened after all that was counted before this session cannot be one of those: the sender has started anew with
    // numbers that it has used.
    private bool IsReused(Sequence sequence, IncomingEvent incoming, Instant now)
        => sequence <= mark.Committed && NewestAtStart > Instant.MinValue && incoming.Event is { OccurredAt: var at } && at <= now
            && at > NewestAtStart + ReuseMargin;

    private void RejectReuse(Sequence sequence, Instant now) => Reject(sequence, Refusal.SequenceReused(sequence, mark.Committed), now);

    private BuiltSection Build(int format)
    {
        var (position, notes) = (Committable, _notes);
        var (from, to) = numbering == EventNumbering.BySequence ? (_built, position) : (mark.Committed, mark.Committed);
        _storedWord = new Instant(Volatile.Read(ref _heardAtMs));
        if (numbering != EventNumbering.None) floor.Note(_link, _storedWord, to);
        var changes = floor.DrainChanges(format);
        ghosts.Add(changes.GhostsClosed);
        _buffer.Clear();
        BatchCodec.Encode(
            _buffer,
            new SourceSection(source, mark.Fence, from, to, changes.FirstRow, changes.Rows, changes.Deltas, changes.Items)
            {
                RetiredRows = changes.RetiredRows,
                Ledger = changes.Ledger,
            },
            format);
        (_built, _notes) = (position, new SectionNotes());
        var (trace, durable) = (_trace, _durable);
        (_trace, _durable) = (default, null);
        return new BuiltSection(
            new MarkStep(source, mark.Fence, from, to), new EncodedSection(format, _buffer.Written), new AckNotice(position, notes))
        {
            Trace = trace,
            Durable = durable,
        };
    }
}
