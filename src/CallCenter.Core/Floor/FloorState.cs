using CallCenter.Core.Encoding;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Measures;
using CallCenter.Core.Settings;

namespace CallCenter.Core.Floor;

/// <summary>The live visits and agents of one source, and the state that its machines share. Used by one thread at a time.</summary>
internal sealed class FloorState
{
    private static readonly FloorJournal.Undo UndoAddVisit = static (state, visit) => ((FloorState)state).Drop((Visit)visit);
    private static readonly FloorJournal.Undo UndoRemoveVisit = static (state, visit) => ((FloorState)state).Put((Visit)visit);
    private static readonly FloorJournal.Undo UndoAddAgent = static (state, agent) => ((FloorState)state).Drop((Agent)agent);
    private static readonly FloorJournal.Undo UndoRemoveAgent = static (state, agent) => ((FloorState)state).Put((Agent)agent);

    private static readonly FloorJournal.Undo UndoAddContact = static (state, contact) => ((FloorState)state).Drop((Contact)contact);
    private static readonly FloorJournal.Undo UndoRemoveContact = static (state, contact) => ((FloorState)state).Put((Contact)contact);

    private ((int, int) Visit, (int, int) Agent, (int, int) Contact, (int, int) Customer, GhostCounts Ghosts, int LedgerLength) _accepted;
    private GhostCounts _ghosts;

    // The drained one is read while the other is written.
    private (VarWriter Written, VarWriter Drained) _ledger = (new VarWriter(1024), new VarWriter(1024));

    public FloorState(FloorOptions options, TenantSettings settings)
    {
        (Options, Settings) = (options, settings);
        Limits = new SourceLimits(options);
        Hours = new OpenHours(settings.QueueCalendars);
        Customers = new CustomerContacts(this);
        Rows = new RowRegistry(options.RowsMax);
        VisitNumbers = new HandleNumbers(() => Visits.Values.Select(v => v.Handle).Concat(Changes.Handles(FloorItemKind.VisitFixed)));
        ContactNumbers = new HandleNumbers(() => Contacts.Values.Select(c => c.Handle).Concat(Changes.Handles(FloorItemKind.Contact)));
        AgentNumbers = new HandleNumbers(() => Agents.Values.Select(a => a.Handle).Concat(Changes.Handles(FloorItemKind.AgentFixed)));
    }

    public FloorOptions Options { get; }
    public TenantSettings Settings { get; private set; }
    public WaitTargets Targets => Settings.Targets;
    public OpenHours Hours { get; private set; }
    public ReasonClasses Reasons => Settings.Reasons;
    public HandleNumbers VisitNumbers { get; }
    public HandleNumbers AgentNumbers { get; }
    public HandleNumbers ContactNumbers { get; }
    public Dictionary<string, Visit> Visits { get; } = new(StringComparer.Ordinal);

    /// <summary>Contacts that are kept apart from their visits, by id.</summary>
    public Dictionary<string, Contact> Contacts { get; } = new(StringComparer.Ordinal);

    /// <summary>Visits that stand for a contact with another id than theirs, by that id.</summary>
    public Dictionary<string, Visit> OnlyVisits { get; } = new(StringComparer.Ordinal);

    public CustomerContacts Customers { get; }
    public Dictionary<string, Agent> Agents { get; } = new(StringComparer.Ordinal);
    public SourceLimits Limits { get; }
    public RowRegistry Rows { get; }
    public DeltaSet Deltas { get; } = new();
    public FloorChanges Changes { get; } = new();
    public FloorJournal Journal { get; } = new();
    public FinishedVisits Finished { get; } = new();

    /// <summary>The row of a key with an agent, in the team of now; an agent who is not known has none.</summary>
    public RowKey WithAgent(RowKey key, string agentId)
    {
        var agent = agentId.Length > 0 ? Agents.GetValueOrDefault(agentId) : null;
        return key with { Agent = agentId, Team = agent?.Team ?? "", Seniority = agent?.Seniority ?? "" };
    }

    public void SetRoom(TenantRoom room)
    {
        Limits.Room = room;
        Rows.RowsMax = Limits.RowsMax;
    }

    /// <summary>Judges by other settings from now on. What is counted stays; what is to be taken back knows what it counted.</summary>
    public void Judge(TenantSettings settings)
    {
        if (ReferenceEquals(settings, Settings)) return;
        Settings = settings;
        Hours = new OpenHours(settings.QueueCalendars);
    }

    /// <summary>Starts the numbers after those of restored things.</summary>
    public void StartNumbers()
    {
        VisitNumbers.Start();
        AgentNumbers.Start();
        ContactNumbers.Start();
    }

    public int NextVisitHandle() => VisitNumbers.Next();
    public int NextAgentHandle() => AgentNumbers.Next();

    public void Add(Visit visit)
    {
        Journal.Add(UndoAddVisit, this, visit);
        Put(visit);
    }

    public void Remove(Visit visit)
    {
        Journal.Add(UndoRemoveVisit, this, visit);
        Drop(visit);
    }

    public void Add(Contact contact)
    {
        Journal.Add(UndoAddContact, this, contact);
        Put(contact);
    }

    public void Remove(Contact contact)
    {
        Journal.Add(UndoRemoveContact, this, contact);
        Drop(contact);
    }

    public void Add(Agent agent)
    {
        Journal.Add(UndoAddAgent, this, agent);
        Put(agent);
    }

    public void Remove(Agent agent)
    {
        Journal.Add(UndoRemoveAgent, this, agent);
        Drop(agent);
    }

    /// <summary>Stores what a visit has counted apart once it is much.</summary>
    public void Settle(Visit visit)
    {
        // A visit of the ledger has no number, and nothing live is stored of it.
        if (visit.Handle == 0 || !visit.Counted.ShouldSettle) return;
        Journal.Save(visit);
        visit.Counted = visit.Counted.Settle();
        Changes.Put(FloorItemKind.VisitCounted, visit.Handle, visit);
    }

    /// <summary>Stores what a contact has counted apart once it is much.</summary>
    public void Settle(Contact contact)
    {
        if (!contact.Counted.ShouldSettle) return;
        Journal.Save(contact);
        contact.Counted = contact.Counted.Settle();
        Changes.Put(FloorItemKind.ContactCounted, contact.Handle, contact);
    }

    /// <summary>Replaces what a visit has counted. Its fields must be saved before.</summary>
    public void Replace(Visit visit, List<CountedFact> counted)
    {
        if (visit.Counted.Settled > 0) Changes.Put(FloorItemKind.VisitCounted, visit.Handle, visit);
        visit.Counted = visit.Counted.Replace(counted);
    }

    /// <summary>Replaces what a contact has counted. Its fields must be saved before.</summary>
    public void Replace(Contact contact, List<CountedFact> counted)
    {
        if (contact.Counted.Settled > 0) Changes.Put(FloorItemKind.ContactCounted, contact.Handle, contact);
        contact.Counted = contact.Counted.Replace(counted);
    }

    /// <summary>Counts visits that were ended by inference.</summary>
    public void CountGhosts(int sourceRow, Instant at, GhostDetector detector, long count)
    {
        Deltas.Count(sourceRow, Measure.GhostsClosed, at, count);
        Deltas.Count(sourceRow, MeasureOf(detector), at, count);
        _ghosts = _ghosts.Plus(detector, count);
    }

    /// <summary>Visits ended by inference since the last call.</summary>
    public GhostCounts DrainGhosts()
    {
        var counts = _ghosts;
        (_ghosts, _accepted.Ghosts) = (default, default);
        return counts;
    }

    /// <summary>Writes a finished visit to the ledger, unless it was stored before outcomes were and has none.</summary>
    public void Record(FinishedVisit finished)
    {
        if (finished.Visit.Outcome is not null) FinishedVisitCodec.Write(_ledger.Written, finished);
    }

    /// <summary>Writes an opened contact that is closed to the ledger.</summary>
    public void Record(ClosedContact closed) => closed.Write(_ledger.Written);

    /// <summary>Writes to the ledger that a contact's id is to be erased from it.</summary>
    public void RecordErasure(string contactId)
    {
        var record = _ledger.Written.BeginPart();
        new LedgerRecordHead(LedgerRecordKind.Erasure, "", contactId, default).Write(_ledger.Written);
        _ledger.Written.EndPart(record);
    }

    /// <summary>Hands over the records since the last call; valid until the next one.</summary>
    public ReadOnlyMemory<byte> DrainLedger()
    {
        _ledger = (_ledger.Drained, _ledger.Written);
        _ledger.Written.Clear();
        _accepted.LedgerLength = 0;
        return _ledger.Drained.Written;
    }

    /// <summary>Keeps the changes of an event.</summary>
    public void Accept()
    {
        Deltas.Accept();
        Journal.Accept();
        Limits.Accept();
        _accepted = (VisitNumbers.Position, AgentNumbers.Position, ContactNumbers.Position, Customers.Numbers.Position, _ghosts,
            _ledger.Written.Length);
    }

    /// <summary>Undoes the changes of an event that failed.</summary>
    public void RollBack()
    {
        Deltas.RollBack();
        Journal.RollBack();
        Limits.RollBack();
        Rows.DrainLimitedCount();
        (VisitNumbers.Position, AgentNumbers.Position, ContactNumbers.Position, Customers.Numbers.Position, _ghosts, var ledgerLength)
            = _accepted;
        _ledger.Written.Truncate(ledgerLength);
    }

    private static Measure MeasureOf(GhostDetector detector) => detector switch
    {
        GhostDetector.Silence => Measure.GhostsBySilence,
        GhostDetector.Report => Measure.GhostsByReport,
        GhostDetector.Order => Measure.GhostsByOrder,
        _ => Measure.GhostsBySource,
    };

    private void Put(Visit visit)
    {
        Visits.Add(visit.Id, visit);
        Changes.Put(FloorItemKind.VisitFixed, visit.Handle, visit);
        Changes.Put(FloorItemKind.VisitLive, visit.Handle, visit);
        if (visit.Legs.Count > 0) Changes.Put(FloorItemKind.VisitLegs, visit.Handle, visit);
        if (visit.Counted.Settled > 0) Changes.Put(FloorItemKind.VisitCounted, visit.Handle, visit);
    }

    private void Drop(Visit visit)
    {
        Visits.Remove(visit.Id);
        Changes.Remove(FloorItemKind.VisitFixed, visit.Handle);
        Changes.Remove(FloorItemKind.VisitLive, visit.Handle);
        if (visit.Legs.Count > 0) Changes.Remove(FloorItemKind.VisitLegs, visit.Handle);
        if (visit.Counted.Settled > 0) Changes.Remove(FloorItemKind.VisitCounted, visit.Handle);
    }

    private void Put(Contact contact)
    {
        Contacts.Add(contact.Id, contact);
        Changes.Put(FloorItemKind.Contact, contact.Handle, contact);
        if (contact.Life is not null) Changes.Put(FloorItemKind.OpenContact, contact.Handle, contact);
        if (contact.Counted.Settled > 0) Changes.Put(FloorItemKind.ContactCounted, contact.Handle, contact);
    }

    private void Drop(Contact contact)
    {
        Contacts.Remove(contact.Id);
        Changes.Remove(FloorItemKind.Contact, contact.Handle);
        if (contact.Life is not null) Changes.Remove(FloorItemKind.OpenContact, contact.Handle);
        if (contact.Counted.Settled > 0) Changes.Remove(FloorItemKind.ContactCounted, contact.Handle);
    }

    private void Put(Agent agent)
    {
        Agents.Add(agent.Id, agent);
        Changes.Put(FloorItemKind.AgentFixed, agent.Handle, agent);
        Changes.Put(FloorItemKind.AgentLive, agent.Handle, agent);
        if (agent.LastAt > Agent.Never) Changes.Put(FloorItemKind.AgentClock, agent.Handle, agent);
    }

    private void Drop(Agent agent)
    {
        Agents.Remove(agent.Id);
        Changes.Remove(FloorItemKind.AgentFixed, agent.Handle);
        Changes.Remove(FloorItemKind.AgentLive, agent.Handle);
        Changes.Remove(FloorItemKind.AgentClock, agent.Handle);
    }
}
