using CallCenter.Core.Events;
using CallCenter.Core.Identity;

namespace CallCenter.Core.Floor;

/// <summary>The fields of a visit that change; see <see cref="FloorJournal"/>.</summary>
internal struct VisitFields : ISavedFields<Visit>
{
    private Visit _visit;
    private VisitState _state;
    private CountedFacts _counted;
    private Contact? _contact;
    private Agent? _agent;
    private Instant _answeredAt;
    private Instant _heldSince;
    private Instant? _askedAt;
    private bool _hasReply;
    private long _waitMs;
    private long _ringMs;
    private long _holdMs;
    private long _talkMs;
    private int _holds;
    private VisitOutcome? _outcome;
    private Instant _endedAt;
    private int _transferRow;
    private bool _endedRingingOrHeld;
    private int _agentRow;
    private bool _countsFacts;
    private bool _excluded;
    private bool _isWithoutResponses;
    private Instant _lastAt;
    private Instant _seenAt;

    public void Save(Visit visit)
    {
        _visit = visit;
        _state = visit.State;
        _counted = visit.Counted;
        _contact = visit.Contact;
        _agent = visit.Agent;
        _answeredAt = visit.AnsweredAt;
        _heldSince = visit.HeldSince;
        _askedAt = visit.AskedAt;
        _hasReply = visit.HasReply;
        _waitMs = visit.WaitMs;
        _ringMs = visit.RingMs;
        _holdMs = visit.HoldMs;
        _talkMs = visit.TalkMs;
        _holds = visit.Holds;
        _outcome = visit.Outcome;
        _endedAt = visit.EndedAt;
        _transferRow = visit.TransferRow;
        _endedRingingOrHeld = visit.EndedRingingOrHeld;
        _agentRow = visit.AgentRow;
        _countsFacts = visit.CountsFacts;
        _excluded = visit.Excluded;
        _isWithoutResponses = visit.IsWithoutResponses;
        _lastAt = visit.LastAt;
        _seenAt = visit.SeenAt;
    }

    public readonly void Restore()
    {
        _visit.State = _state;
        _visit.Counted = _counted;
        _visit.Contact = _contact;
        _visit.Agent = _agent;
        _visit.AnsweredAt = _answeredAt;
        _visit.HeldSince = _heldSince;
        _visit.AskedAt = _askedAt;
        _visit.HasReply = _hasReply;
        _visit.WaitMs = _waitMs;
        _visit.RingMs = _ringMs;
        _visit.HoldMs = _holdMs;
        _visit.TalkMs = _talkMs;
        _visit.Holds = _holds;
        _visit.Outcome = _outcome;
        _visit.EndedAt = _endedAt;
        _visit.TransferRow = _transferRow;
        _visit.EndedRingingOrHeld = _endedRingingOrHeld;
        _visit.AgentRow = _agentRow;
        _visit.CountsFacts = _countsFacts;
        _visit.Excluded = _excluded;
        _visit.IsWithoutResponses = _isWithoutResponses;
        _visit.LastAt = _lastAt;
        _visit.SeenAt = _seenAt;
    }
}
