using CallCenter.Core.Encoding;
using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Measures;
using CallCenter.Core.Settings;

namespace CallCenter.Core.Floor;

public enum ApplyResult
{
    /// <summary>Counted.</summary>
    Counted,

    /// <summary>Known already by its own name; not counted again.</summary>
    Duplicate,

    /// <summary>Refused; not counted.</summary>
    Refused,
}

/// <summary>The changes since the last commit, as far as the machines make them. The lists are reused by the next one.</summary>
public sealed record FloorCommit(int FirstRow, RowKey[] Rows, List<Delta> Deltas, List<FloorItem> Items)
{
    /// <inheritdoc cref="SourceSection.RetiredRows"/>
    public required IReadOnlyList<int> RetiredRows { get; init; }

    /// <summary>Visits ended by inference; among the deltas too.</summary>
    public required GhostCounts GhostsClosed { get; init; }

    /// <inheritdoc cref="SourceSection.Ledger"/>
    public required ReadOnlyMemory<byte> Ledger { get; init; }
}

/// <summary>
/// Everything live at one source: applies events in sequence and adds up what they count. An event on which a machine fails is undone
/// and refused. No clock: time comes in with each call. Used by one thread at a time; thrown away when a commit fails.
/// </summary>
public sealed class SourceFloor
{
    private readonly FloorState _state;
    private readonly AgentMachine _agents;
    private readonly VisitMachine _visits;
    private readonly ContactFacts _contacts;
    private readonly ContactLives _lives;
    private readonly ContactMachine _machine;
    private readonly FloorReportDiff _diff;
    private readonly Overtaking _overtaking;
    private readonly FloorTimers _timers;
    private readonly RowRetirement _retirement;
    private readonly EventIds _eventIds;
    private readonly ContactErasure _erasure;
    private readonly SourceStatus _status;
    private readonly FloorOptions _options;
    private readonly int _sourceRow;
    private bool _mustCommit; // Though nothing may have been counted since the last drain.

    /// <param name="settings">Of the tenant; null: the standard.</param>
    public SourceFloor(
        FloorOptions options, IReadOnlyList<KnownRow> rows, IEnumerable<FloorItem> items, TenantSettings? settings = null)
    {
        _options = options;
        _state = new FloorState(options, settings ?? TenantSettings.Standard);
        foreach (var row in rows) _state.Rows.Restore(row);
        _sourceRow = _state.Rows.NumberOf(new RowKey(RowKind.Source));
        var tags = new TagSets(_state);
        tags.Restore(_state.Rows.Keys);
        _agents = new AgentMachine(_state);
        var visitFacts = new VisitFacts(_state);
        _lives = new ContactLives(_state, tags);
        _machine = new ContactMachine(_state, visitFacts, _lives);
        _visits = new VisitMachine(_state, _agents, visitFacts, _machine, tags);
        _contacts = new ContactFacts(_state, _lives);
        _eventIds = new EventIds(options.EventIdKept, options.EventIdsMax, _state.Changes);
        _erasure = new ContactErasure(_state, _lives, _eventIds);
        _diff = new FloorReportDiff(_state, _visits, _agents);
        _retirement = new RowRetirement(_state, tags, _sourceRow);
        _overtaking = new Overtaking(options.OvertakenMax);
        _timers = new FloorTimers(_state, _visits, _agents, _machine, _lives, _overtaking, _sourceRow);
        _status = new FloorLoader(_state, _agents, _eventIds).Load(items);
        _state.Accept();
    }

    public SourceFloor(FloorOptions options) : this(options, [], []) { }

    /// <summary>Sets what the limits of the tenant leave to the source, until the next time.</summary>
    public void SetRoom(TenantRoom room) => _state.SetRoom(room);

    /// <inheritdoc cref="FloorState.Judge"/>
    public void SetSettings(TenantSettings settings) => _state.Judge(settings);

    /// <summary>What went over a limit since the last call.</summary>
    public IReadOnlyList<LimitReached> DrainLimitsReached() => _state.Limits.Drain();

    /// <summary>Refuses a report of more live visits or agents than the source may have; not of as few as it has.</summary>
    public Refusal? RefuseReported(int visits, int agents)
    {
        if (visits > _state.Visits.Count && _state.Limits.RefuseVisits(visits) is { } refusal) return refusal;
        return agents > _state.Agents.Count ? _state.Limits.RefuseAgents(agents) : null;
    }

    /// <summary>Called before each change of a visit, an agent or a membership; a test lets it throw.</summary>
    internal Action? BeforeChange { set => _state.Journal.BeforeChange = value; }

    /// <summary>Everything live, in its stored form, changed or not.</summary>
    internal IEnumerable<FloorItem> AllItems => FloorImage.Encode(_state, StoredFormat.Newest);

    /// <summary>Applies the next event of the source.</summary>
    /// <param name="receivedAt">When the server received it, by the server's clock.</param>
    public ApplyResult Apply(SourceEvent e, Instant receivedAt, out Refusal? refusal)
    {
        refusal = null;
        var oldest = receivedAt - _options.HistoryMax;
        if (e.OccurredAt < oldest)
        {
            refusal = Refusal.TooOld(e.OccurredAt.ToDateTimeOffset(), oldest.ToDateTimeOffset());
            Reject(receivedAt);
            return ApplyResult.Refused;
        }
        if (!_eventIds.IsNew(e.EventId, receivedAt, _status.Newest))
        {
            CountDuplicates(1, receivedAt);
            return ApplyResult.Duplicate;
        }
        try
        {
            var at = PlaceInTime(e.OccurredAt, receivedAt);
            refusal = Dispatch(e, at, receivedAt);
            if (refusal is null) Accept(e, at, receivedAt);
        }
        catch (Exception defect)
        {
            _state.RollBack();
            refusal = Refusal.OfDefect(defect);
        }
        if (refusal is null) return ApplyResult.Counted;
        Reject(receivedAt, refusal.Limit);
        return ApplyResult.Refused;
    }

    /// <summary>The finished visit whose record of the ledger the event needs, see <see cref="Supply"/>; null when it needs none, or has
    /// it.</summary>
    public string? RecordNeededBy(SourceEvent e)
        => e is VisitEvent { VisitId: var id } && Revisions.IsRevision(e)
            && !_state.Visits.ContainsKey(id) && !_state.Finished.IsKnown(id) ? id : null;

    /// <summary>Supplies the newest record of a finished visit, until <see cref="ForgetRecords"/>.</summary>
    /// <param name="record">The content of the record; null when the ledger has none.</param>
    /// <exception cref="StoredFormException">The record cannot be read.</exception>
    public void Supply(string visitId, byte[]? record) => _state.Finished.Supply(visitId, record);

    public void ForgetRecords() => _state.Finished.Clear();

    /// <summary>Counts an event that is refused, by the machines or before.</summary>
    /// <param name="limit">The limit that it would exceed, if that is why.</param>
    public void Reject(Instant receivedAt, SourceLimit? limit = null)
    {
        _state.Deltas.Count(_sourceRow, Measure.EventsRejected, receivedAt, 1);
        if (limit is { } reached)
        {
            _state.Deltas.Count(_sourceRow, Measure.EventsOverLimit, receivedAt, 1);
            _state.Limits.Note(reached);
        }
        _state.Accept();
    }

    public void CountDuplicates(long count, Instant receivedAt)
    {
        _state.Deltas.Count(_sourceRow, Measure.EventsDuplicate, receivedAt, count);
        _state.Accept();
    }

    /// <summary>Applies the passing of time to shifts, lost visits, forgotten wrap-ups, expired event ids, and agents long gone.</summary>
    /// <returns>The first defect; what the server failed on stays as it is.</returns>
    public Exception? Advance(Instant now)
    {
        var defect = _timers.Advance(now);
        _eventIds.Forget(now, _status.Newest);
        _state.Accept();
        return defect;
    }

    /// <summary>When silence would end the first of the live visits, by the server's clock; null without one.</summary>
    public Instant? NextEnd => _timers.NextEnd();

    /// <summary>Time of the newest event counted; <see cref="Instant.MinValue"/> before the first.</summary>
    public Instant Newest => _status.Newest;

    /// <summary>How the source's events arrive, as it is stored with the next changes.</summary>
    public FeedLink Link => _status.Link;

    /// <summary>Notes how the source's events arrive and when its last word came; stored with the next changes.</summary>
    /// <param name="committed">The sequence that the next changes are committed up to.</param>
    public void Note(FeedLink link, Instant heardAt, Sequence committed)
        => (_status.Link, _status.HeardAt, _status.Committed) = (link, Instant.Max(_status.HeardAt, heardAt), committed);

    public bool HasChanges => !_state.Deltas.IsEmpty || _mustCommit;

    /// <summary>Makes the next commit due, changes or not.</summary>
    public void RequestCommit() => _mustCommit = true;

    /// <summary>Whether time alone may end a visit or move a shift.</summary>
    public bool AwaitsTime => _state.Visits.Count > 0 || _state.Contacts.Count > 0
        || _state.Customers.NextFinal is not null || _state.Agents.Values.Any(a => a.Plan is not null);

    /// <summary>Where the id of a contact is.</summary>
    public ContactTraces Find(ForgottenContact contact) => _erasure.Find(contact);

    /// <summary>Erases the id of a contact where nothing that follows needs it.</summary>
    public void Forget(ForgottenContact contact)
    {
        _erasure.Forget(contact);
        _mustCommit = true;
    }

    /// <summary>Hands over the changes since the last call. The lists are reused by the next call.</summary>
    public FloorCommit DrainChanges(int format)
    {
        _mustCommit = false;
        _state.Changes.Put(FloorItemKind.Source, 0, _status);
        _state.Accept();
        var deltas = _state.Deltas.Drain();
        _state.Rows.NoteUse(deltas);
        // Readers of format 1 would not hear of retired rows.
        var retired = format == 1 ? [] : _retirement.Drain(_status.Newest);
        var firstRow = _state.Rows.FirstNew;
        return new FloorCommit(firstRow, _state.Rows.DrainNew(), deltas, _state.Changes.Drain(format))
        {
            RetiredRows = retired,
            GhostsClosed = _state.DrainGhosts(),
            Ledger = _state.DrainLedger(),
        };
    }

    private Refusal? Dispatch(SourceEvent e, Instant at, Instant receivedAt)
    {
        switch (e)
        {
            case VisitEvent visit:
                return _visits.Apply(visit, at, receivedAt);
            case AgentEvent agent:
                return _agents.Apply(agent, at);
            case ContactEvent contact:
                _contacts.Count(contact, at, receivedAt);
                return null;
            case ContactOpened opened:
                return _machine.Open(opened, at, receivedAt);
            case ContactLifeEvent contact:
                return _lives.Apply(contact, at, receivedAt);
            case FloorReported report:
                return ApplyReport(report, at, receivedAt);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    // The status after everything that may fail.
    private void Accept(SourceEvent e, Instant at, Instant receivedAt)
    {
        _state.Deltas.Count(_sourceRow, Measure.EventsCounted, at, 1);
        // The source did not see the end either: it inferred it.
        if (e is VisitEnded { Outcome: VisitOutcome.Lost }) _state.CountGhosts(_sourceRow, at, GhostDetector.Source, 1);
        CountDropped(receivedAt);
        _eventIds.Remember(e.EventId, receivedAt, at);
        _state.Accept();
        if (e is FloorReported { GapRepaired: false } && _status.Newest > Instant.MinValue) _status.AddGap(_status.Newest, at);
        _status.Newest = Instant.Max(_status.Newest, at);
        _status.EventReceivedAt = receivedAt;
        if (e is VisitAnswered answered) _overtaking.Answered(_state.Visits[answered.VisitId]);
    }

    private void CountDropped(Instant receivedAt)
    {
        var withoutRow = _state.Rows.DrainLimitedCount();
        var limit = _state.Rows.Count < _options.RowsMax ? SourceLimit.TenantRows : SourceLimit.Rows;
        if (withoutRow > 0) _state.Limits.Note(limit, withoutRow);
        _state.Deltas.Count(_sourceRow, Measure.DimensionsDropped, receivedAt, _state.Limits.NotedDrops);
    }

    private Instant PlaceInTime(Instant occurredAt, Instant receivedAt)
    {
        if (occurredAt > receivedAt + _options.FutureMax)
        {
            _state.Deltas.Count(_sourceRow, Measure.EventsFuture, receivedAt, 1);
            return receivedAt;
        }
        if (_status.Newest - occurredAt > _options.LateAfter) _state.Deltas.Count(_sourceRow, Measure.EventsLate, occurredAt, 1);
        return occurredAt;
    }

    private Refusal? ApplyReport(FloorReported report, Instant at, Instant receivedAt)
    {
        if (_diff.RefuseOverLimit(report) is { } refusal) return refusal;
        var ghosts = _diff.Apply(report, at, receivedAt, receivedAt - _options.HistoryMax);
        _state.CountGhosts(_sourceRow, at, GhostDetector.Report, ghosts);
        return null;
    }
}
