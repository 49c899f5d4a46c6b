namespace CallCenter.Core.Floor;

/// <summary>
/// Undoes the changes of one event when the server fails on it: the fields of visits, agents and memberships as they were before their
/// first change, and the steps of collections. Used by one thread at a time.
/// </summary>
internal sealed class FloorJournal
{
    private readonly SavedThings<Visit, VisitFields> _visits = new();
    private readonly SavedThings<Contact, ContactFields> _contacts = new();
    private readonly SavedThings<Agent, AgentFields> _agents = new();
    private readonly SavedThings<Membership, MembershipFields> _memberships = new();
    private readonly List<Step> _steps = [];
    private long _number = 1;

    /// <summary>Undoes one step of a collection; takes the collection's owner and the item.</summary>
    public delegate void Undo(object owner, object item);

    private readonly record struct Step(Undo Undo, object Owner, object Item);

    /// <summary>Called before each change; a test lets it throw.</summary>
    public Action? BeforeChange { get; set; }

    /// <summary>Call before the first change of the visit's fields.</summary>
    public void Save(Visit visit)
    {
        BeforeChange?.Invoke();
        if (visit.SavedIn == _number) return;
        visit.SavedIn = _number;
        _visits.Add(visit);
    }

    /// <summary>Call before the first change of the contact's fields.</summary>
    public void Save(Contact contact)
    {
        BeforeChange?.Invoke();
        if (contact.SavedIn == _number) return;
        contact.SavedIn = _number;
        _contacts.Add(contact);
    }

    /// <summary>Call before the first change of the agent's fields.</summary>
    public void Save(Agent agent)
    {
        BeforeChange?.Invoke();
        if (agent.SavedIn == _number) return;
        agent.SavedIn = _number;
        _agents.Add(agent);
    }

    /// <summary>Call before the first change of the membership's fields.</summary>
    public void Save(Membership membership)
    {
        BeforeChange?.Invoke();
        if (membership.SavedIn == _number) return;
        membership.SavedIn = _number;
        _memberships.Add(membership);
    }

    /// <summary>Call before a step of a collection.</summary>
    public void Add(Undo undo, object owner, object item)
    {
        BeforeChange?.Invoke();
        _steps.Add(new Step(undo, owner, item));
    }

    /// <summary>Keeps the changes.</summary>
    public void Accept()
    {
        _number++;
        _visits.Clear();
        _contacts.Clear();
        _agents.Clear();
        _memberships.Clear();
        _steps.Clear();
    }

    /// <summary>Undoes the changes.</summary>
    public void RollBack()
    {
        for (var i = _steps.Count - 1; i >= 0; i--) _steps[i].Undo(_steps[i].Owner, _steps[i].Item);
        _visits.Restore();
        _contacts.Restore();
        _agents.Restore();
        _memberships.Restore();
        Accept();
    }
}
