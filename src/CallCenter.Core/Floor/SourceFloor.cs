using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Measures;

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

/// <summary>What has changed since the last commit: the part of a commit that machines make. Its lists are filled anew by the next
/// one.</summary>
public sealed record FloorCommit(int FirstRow, RowKey[] Rows, List<Delta> Deltas, List<FloorItem> Items);

/// <summary>
/// Everything live at one source: takes events in sequence and gives what they count. No clock: time comes in with each
/// call. Used by one loop only; thrown away when a commit fails.
/// </summary>
public sealed class SourceFloor
{
    private readonly FloorState _state = new();
    private readonly AgentMachine _agents;
    private readonly VisitMachine _visits;
    private readonly FloorReportDiff _diff;
    private readonly EventIds _eventIds;
    private readonly SourceStatus _status;
    private readonly FloorOptions _options;
    private readonly int _sourceRow;

    public SourceFloor(FloorOptions options, IEnumerable<RowKey> rows, IEnumerable<FloorItem> items)
    {
        _options = options;
        _agents = new AgentMachine(_state);
        _visits = new VisitMachine(_state, _agents);
        _eventIds = new EventIds(options.EventIdKept, _state.Changes);
        _diff = new FloorReportDiff(_state, _visits, _agents);
        _state.Rows.Restore(rows);
        _status = new FloorLoader(_state, _agents, _eventIds).Load(items);
        _sourceRow = _state.Rows.NumberOf(new RowKey(RowKind.Source));
    }

    public SourceFloor(FloorOptions options) : this(options, [], []) { }

    /// <summary>Time of the newest event counted; <see cref="Instant.MinValue"/> before the first.</summary>
    public Instant Newest => _status.Newest;

    /// <summary>Applies the next event of the source.</summary>
    /// <param name="receivedAt">When the server got it, server's clock.</param>
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
        if (!_eventIds.IsNew(e.EventId, receivedAt))
        {
            CountDuplicates(1, receivedAt);
            return ApplyResult.Duplicate;
        }
        var at = PlaceInTime(e.OccurredAt, receivedAt);
        refusal = e switch
        {
            VisitEvent visit => _visits.Apply(visit, at, receivedAt),
            AgentEvent agent => _agents.Apply(agent, at),
            ContactEvent contact => CountContact(contact, at),
            FloorReported report => ApplyReport(report, at, receivedAt),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        if (refusal is not null)
        {
            Reject(receivedAt);
            return ApplyResult.Refused;
        }
        _eventIds.Remember(e.EventId, receivedAt);
        _state.Deltas.Count(_sourceRow, Measure.EventsCounted, at, 1);
        // The source did not see the end either: it inferred it.
        if (e is VisitEnded { Outcome: VisitOutcome.Lost }) _state.Deltas.Count(_sourceRow, Measure.GhostsClosed, at, 1);
        _status.Newest = Instant.Max(_status.Newest, at);
        return ApplyResult.Counted;
    }

    /// <summary>Counts an event that did not get as far as the machines.</summary>
    public void Reject(Instant receivedAt) => _state.Deltas.Count(_sourceRow, Measure.EventsRejected, receivedAt, 1);

    public void CountDuplicates(long count, Instant receivedAt)
        => _state.Deltas.Count(_sourceRow, Measure.EventsDuplicate, receivedAt, count);

    /// <summary>Feeds the time, so that what silence decides is decided: shifts, lost ends, forgotten wrap-ups, event names.</summary>
    public void Advance(Instant now)
    {
        foreach (var agent in _state.Agents.Values) _agents.Advance(agent, now);
        foreach (var visit in _state.Visits.Values.Where(v => IsOver(v, now)).ToList())
        {
            if (visit.State != VisitState.WrapUp) _state.Deltas.Count(_sourceRow, Measure.GhostsClosed, now, 1);
            _visits.GiveUp(visit, now);
        }
        _eventIds.Forget(now);
    }

    public bool HasChanges => !_state.Deltas.IsEmpty;

    /// <summary>Hands over the changes since the last call. The lists are reused by the next call.</summary>
    public FloorCommit DrainChanges(int format)
    {
        _state.Changes.Put(FloorItemKind.Source, 0, _status);
        var firstRow = _state.Rows.FirstNew;
        return new FloorCommit(firstRow, _state.Rows.DrainNew(), _state.Deltas.Take(), _state.Changes.Drain(format));
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

    private Refusal? CountContact(ContactEvent e, Instant at)
    {
        var key = new RowKey(RowKind.Contact)
        {
            Queue = e.Queue,
            Agent = e.Agent,
            Channel = e.Channel,
            Reason = e is VisitRefused refused ? refused.Reason : "",
        };
        if (e.Agent.Length > 0 && _state.Agents.TryGetValue(e.Agent, out var agent)) key = key with
        {
            Team = agent.Team,
            Seniority = agent.Seniority
        };
        var row = _state.Rows.NumberOf(key);
        switch (e)
        {
            case VisitRefused:
                _state.Deltas.Count(row, Measure.Refused, at, 1);
                break;
            case ContactResolved:
                _state.Deltas.Count(row, Measure.Resolved, at, 1);
                break;
            case ContactReopened:
                _state.Deltas.Count(row, Measure.Reopened, at, 1);
                break;
            case SurveyAnswered survey:
                _state.Deltas.Count(row, Measure.Surveys, at, 1);
                _state.Deltas.Count(row, Measure.SurveyScore, at, survey.ScoreMilli);
                _state.Deltas.Count(row, Measure.SurveysSatisfied, at, survey.ScoreMilli >= SatisfiedMilli ? 1 : 0);
                break;
            case QualityScored quality:
                _state.Deltas.Count(row, Measure.QualityScores, at, 1);
                _state.Deltas.Count(row, Measure.QualityScore, at, quality.ScoreMilli);
                break;
        }
        return null;
    }

    /// <summary>4 of 5: the usual top-two-box satisfaction.</summary>
    private const int SatisfiedMilli = 4_000;

    private Refusal? ApplyReport(FloorReported report, Instant at, Instant receivedAt)
    {
        var ghosts = _diff.Apply(report, at, receivedAt, receivedAt - _options.HistoryMax);
        _state.Deltas.Count(_sourceRow, Measure.GhostsClosed, at, ghosts);
        if (!report.GapRepaired && _status.Newest > Instant.MinValue) _status.AddGap(_status.Newest, at);
        return null;
    }

    private bool IsOver(Visit visit, Instant now) => visit.State == VisitState.WrapUp
        ? now - visit.WrapUpSince > _options.WrapUpMax && now - visit.SeenAt > _options.WrapUpMax
        : now - visit.SeenAt > _options.SilentVisitMax;
}
