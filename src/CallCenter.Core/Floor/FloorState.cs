using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>The live visits and agents of one source, and the state that its machines share. Used by one thread at a time.</summary>
internal sealed class FloorState
{
    private static readonly FloorJournal.Undo UndoAddVisit = static (state, visit) => ((FloorState)state).Drop((Visit)visit);
    private static readonly FloorJournal.Undo UndoRemoveVisit = static (state, visit) => ((FloorState)state).Put((Visit)visit);
    private static readonly FloorJournal.Undo UndoAddAgent = static (state, agent) => ((FloorState)state).Drop((Agent)agent);
    private static readonly FloorJournal.Undo UndoRemoveAgent = static (state, agent) => ((FloorState)state).Put((Agent)agent);

    private ((int, int) Visit, (int, int) Agent, GhostCounts Ghosts) _accepted;
    private GhostCounts _ghosts;

    public FloorState(FloorOptions options)
    {
        Options = options;
        Limits = new SourceLimits(options);
        Rows = new RowRegistry(options.RowsMax);
        VisitNumbers = new HandleNumbers(() => Visits.Values.Select(v => v.Handle).Concat(Changes.Handles(FloorItemKind.VisitFixed)));
        AgentNumbers = new HandleNumbers(() => Agents.Values.Select(a => a.Handle).Concat(Changes.Handles(FloorItemKind.AgentFixed)));
    }

    public FloorOptions Options { get; }
    public HandleNumbers VisitNumbers { get; }
    public HandleNumbers AgentNumbers { get; }
    public Dictionary<string, Visit> Visits { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, Agent> Agents { get; } = new(StringComparer.Ordinal);
    public SourceLimits Limits { get; }
    public RowRegistry Rows { get; }
    public DeltaSet Deltas { get; } = new();
    public FloorChanges Changes { get; } = new();
    public FloorJournal Journal { get; } = new();

    /// <summary>Starts the numbers after those of restored things.</summary>
    public void StartNumbers()
    {
        VisitNumbers.Start();
        AgentNumbers.Start();
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

    /// <summary>Keeps the changes of an event.</summary>
    public void Accept()
    {
        Deltas.Accept();
        Journal.Accept();
        Limits.Accept();
        _accepted = (VisitNumbers.Position, AgentNumbers.Position, _ghosts);
    }

    /// <summary>Undoes the changes of an event that failed.</summary>
    public void RollBack()
    {
        Deltas.RollBack();
        Journal.RollBack();
        Limits.RollBack();
        Rows.DrainLimitedCount();
        (VisitNumbers.Position, AgentNumbers.Position, _ghosts) = _accepted;
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
    }

    private void Drop(Visit visit)
    {
        Visits.Remove(visit.Id);
        Changes.Remove(FloorItemKind.VisitFixed, visit.Handle);
        Changes.Remove(FloorItemKind.VisitLive, visit.Handle);
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
