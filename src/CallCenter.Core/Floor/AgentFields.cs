using CallCenter.Core.Events;
using CallCenter.Core.Identity;

namespace CallCenter.Core.Floor;

/// <summary>The fields of an agent that change; see <see cref="FloorJournal"/>.</summary>
internal struct AgentFields : ISavedFields<Agent>
{
    private Agent _agent;
    private string _displayName;
    private string _team;
    private string _seniority;
    private Presence _presence;
    private Instant _loggedInAt;
    private string _reason;
    private AgentPlan? _plan;
    private Instant _planAt;
    private Instant? _planNext;
    private PlanCount _counted;
    private bool _isPending;
    private AgentContacts _contacts;
    private bool _hasMissed;
    private AgentExtras _extras;
    private int? _baseRow;
    private Activity _activity;
    private Instant _lastAt;
    private Instant _stateSince;

    public void Save(Agent agent)
    {
        _agent = agent;
        _displayName = agent.DisplayName;
        _team = agent.Team;
        _seniority = agent.Seniority;
        _presence = agent.Presence;
        _loggedInAt = agent.LoggedInAt;
        _reason = agent.Reason;
        _plan = agent.Plan;
        _planAt = agent.PlanAt;
        _planNext = agent.PlanNext;
        _counted = agent.Counted;
        _isPending = agent.IsPending;
        _contacts = agent.Contacts;
        _hasMissed = agent.HasMissed;
        _extras = agent.Extras;
        _baseRow = agent.BaseRow;
        _activity = agent.Activity;
        _lastAt = agent.LastAt;
        _stateSince = agent.StateSince;
    }

    public readonly void Restore()
    {
        // Rows of the undone team.
        if (_agent.Team != _team || _agent.Seniority != _seniority) _agent.ClearRows();
        _agent.DisplayName = _displayName;
        _agent.Team = _team;
        _agent.Seniority = _seniority;
        _agent.Presence = _presence;
        _agent.LoggedInAt = _loggedInAt;
        _agent.Reason = _reason;
        _agent.Plan = _plan;
        _agent.PlanAt = _planAt;
        _agent.PlanNext = _planNext;
        _agent.Counted = _counted;
        _agent.IsPending = _isPending;
        _agent.Contacts = _contacts;
        _agent.HasMissed = _hasMissed;
        _agent.Extras = _extras;
        _agent.BaseRow = _baseRow;
        _agent.Activity = _activity;
        _agent.LastAt = _lastAt;
        _agent.StateSince = _stateSince;
    }
}

/// <summary>The fields of a membership that change; see <see cref="FloorJournal"/>.</summary>
internal struct MembershipFields : ISavedFields<Membership>
{
    private Membership _membership;
    private bool _paused;
    private string _reason;
    private int? _baseRow;
    private Activity _activity;

    public void Save(Membership membership)
    {
        _membership = membership;
        _paused = membership.Paused;
        _reason = membership.Reason;
        _baseRow = membership.BaseRow;
        _activity = membership.Activity;
    }

    public readonly void Restore()
    {
        _membership.Paused = _paused;
        _membership.Reason = _reason;
        _membership.BaseRow = _baseRow;
        _membership.Activity = _activity;
    }
}
