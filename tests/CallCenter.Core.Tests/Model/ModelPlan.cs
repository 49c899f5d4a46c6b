using CallCenter.Core.Events;
using CallCenter.Core.Identity;

namespace CallCenter.Core.Tests.Model;

/// <summary>What plan and state of an agent make together.</summary>
internal enum PlanState { Scheduled, PlannedWork, Paid, Present, AtWork, Adherent, Absent }

/// <summary>A time in one of them; no end: it lasts.</summary>
internal sealed record PlanSpan(PlanState State, Dims Dims, long FromMs)
{
    public long? ToMs { get; set; }
}

/// <summary>The plan of an agent, and every time that counted by it.</summary>
internal sealed class ModelPlan(ModelAgent agent)
{
    private const int PartsMax = 64;
    private static readonly PlanState[] OfPlanAlone = [PlanState.Scheduled, PlanState.PlannedWork, PlanState.Paid];

    private List<AgentScheduled> _shifts = [];
    private List<AbsenceReported> _absences = [];
    private long _walkedMs;

    public List<PlanSpan> Spans { get; } = [];

    private bool IsOnShift => Spans.Exists(s => s.ToMs is null && s.State == PlanState.Scheduled);

    private IEnumerable<long> Moments => _shifts.SelectMany(s => new[] { s.Start, s.End })
        .Concat(_shifts.SelectMany(s => s.Segments).SelectMany(s => new[] { s.Start, s.End }))
        .Concat(_absences.SelectMany(a => new[] { a.Start, a.End })).Select(m => m.UnixMs);

    /// <summary>Counts the planned moments up to one.</summary>
    /// <param name="knownMs">Since when the agent has done what it does.</param>
    public void Walk(long toMs, long knownMs)
    {
        while (Moments.Where(m => m > _walkedMs && m <= toMs).Order().Select(m => (long?)m).FirstOrDefault() is { } nextMs)
        {
            _walkedMs = nextMs;
            Note(nextMs, knownMs);
            _shifts.RemoveAll(s => s.End.UnixMs <= nextMs);
            _absences.RemoveAll(a => a.End.UnixMs <= nextMs);
        }
    }

    /// <summary>The agent does something else.</summary>
    public void Follow(long atMs) => Note(Math.Max(atMs, _walkedMs), atMs);

    public bool Accepts(AgentEvent e, long atMs)
    {
        atMs = Math.Max(atMs, agent.NewestMs);
        var shifts = _shifts.Where(s => s.End.UnixMs > atMs).ToList();
        var absences = _absences.Where(a => a.End.UnixMs > atMs).ToList();
        switch (e)
        {
            case AgentScheduled { ShiftId: "" }:
                shifts = [];
                break;
            case AgentScheduled scheduled:
                shifts.RemoveAll(s => s.ShiftId == scheduled.ShiftId);
                if (shifts.Count >= PartsMax || shifts.Exists(s => s.Start < scheduled.End && scheduled.Start < s.End)) return false;
                break;
            case ShiftRemoved removed:
                if (shifts.RemoveAll(s => s.ShiftId == removed.ShiftId) == 0) return false;
                break;
            case AbsenceReported reported:
                absences.RemoveAll(a => a.AbsenceId == reported.AbsenceId);
                if (absences.Count >= PartsMax) return false;
                break;
            case AbsenceEnded ended:
                if (absences.RemoveAll(a => a.AbsenceId == ended.AbsenceId) == 0) return false;
                break;
        }
        var knownMs = agent.NewestMs;
        agent.Touch(atMs);
        _walkedMs = IsOnShift ? Math.Max(atMs, _walkedMs) : _walkedMs;
        if (e is AgentScheduled added && Cut(added) is { } shift) shifts.Add(shift);
        if (e is AbsenceReported absent && Math.Max(atMs, _walkedMs) is var openMs && absent.End.UnixMs > openMs)
            absences.Add(absent with { Start = Instant.Max(absent.Start, new Instant(openMs)) });
        (_shifts, _absences) = (shifts, [.. absences.OrderBy(a => a.Start)]);
        Note(_walkedMs, knownMs);
        Walk(atMs, knownMs);
        return true;
    }

    // What has passed stays as it was counted.
    private AgentScheduled? Cut(AgentScheduled e)
    {
        var open = new Instant(_walkedMs);
        if (e.End <= open) return null;
        return e with
        {
            Start = Instant.Max(e.Start, open),
            Segments = [.. e.Segments.Where(s => s.End > open).Select(s => s with { Start = Instant.Max(s.Start, open) })],
        };
    }

    private void Note(long atMs, long knownMs)
    {
        var shift = _shifts.Find(s => s.Start.UnixMs <= atMs && atMs < s.End.UnixMs);
        var absence = _absences.Find(a => a.Start.UnixMs <= atMs && atMs < a.End.UnixMs);
        var segment = shift?.Segments.FirstOrDefault(s => s.Start.UnixMs <= atMs && atMs < s.End.UnixMs);
        foreach (var state in Enum.GetValues<PlanState>())
        {
            var holds = shift is not null && Holds(state, segment?.Activity ?? ShiftActivity.Work, segment?.IsPaid ?? true, absence);
            var dims = agent.Dims with { Reason = state == PlanState.Absent ? absence?.Reason ?? "" : "" };
            var ms = OfPlanAlone.Contains(state) ? atMs : Math.Max(atMs, knownMs);
            var open = Spans.SingleOrDefault(s => s.ToMs is null && s.State == state);
            if (open is not null && holds && open.Dims == dims) continue;
            if (open is not null) open.ToMs = ms;
            if (holds) Spans.Add(new PlanSpan(state, dims, ms));
        }
    }

    private bool Holds(PlanState state, ShiftActivity activity, bool isPaid, AbsenceReported? absence)
    {
        var (doing, isWork) = (agent.Doing, agent.IsDoingWork);
        var isRest = activity is ShiftActivity.Break or ShiftActivity.Meal;
        return state switch
        {
            PlanState.Scheduled => true,
            PlanState.PlannedWork => !isRest,
            PlanState.Paid => isPaid && (absence is null || absence.IsPaid),
            PlanState.Present => !isRest && doing is not null,
            PlanState.Absent => !isRest && doing is null,
            PlanState.AtWork => isWork,
            _ when absence is not null => false,
            _ => activity switch
            {
                ShiftActivity.Work => isWork,
                ShiftActivity.Break or ShiftActivity.Meal => doing is AgentState.Break or AgentState.NotReady && !isWork,
                ShiftActivity.Training or ShiftActivity.Meeting => doing is AgentState.NotReady,
                _ => doing is not null,
            },
        };
    }
}
