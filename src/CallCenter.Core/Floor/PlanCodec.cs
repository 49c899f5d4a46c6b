using CallCenter.Core.Encoding;
using CallCenter.Core.Events;
using CallCenter.Core.Identity;

namespace CallCenter.Core.Floor;

/// <summary>The stored form of an agent's plan, and of what it is counted in by it.</summary>
internal static class PlanCodec
{
    public static bool IsNeeded(Agent a)
        => a.Plan is not null || a.PlanAt > Agent.Never || a.Counted != PlanCount.None || a.Activity.IsProductive
            || a.IsPending;

    public static void Write(VarWriter w, Agent a)
    {
        var part = w.BeginPart();
        w.Signed(a.PlanAt.UnixMs);
        w.Byte((byte)a.Counted.Flags);
        w.Text(a.Counted.Reason);
        w.Bool(a.Activity.IsProductive);
        var plan = a.Plan ?? AgentPlan.Empty;
        var shifts = w.BeginPart();
        foreach (var shift in plan.Shifts) Write(w, shift);
        w.EndPart(shifts);
        var absences = w.BeginPart();
        foreach (var absence in plan.Absences) Write(w, absence);
        w.EndPart(absences);
        w.Bool(a.IsPending);
        w.EndPart(part);
    }

    public static void Read(ref VarReader r, Agent a)
    {
        var part = r.Part();
        a.PlanAt = new Instant(part.Signed());
        a.Counted = new PlanCount((PlanFlags)part.Byte(), part.Text(), 0);
        a.Activity = a.Activity with { IsProductive = part.Bool() };
        var (shifts, absences) = (new List<Shift>(), new List<Absence>());
        for (var list = part.Part(); !list.AtEnd;) shifts.Add(ReadShift(list.Part()));
        for (var list = part.Part(); !list.AtEnd;) absences.Add(ReadAbsence(list.Part()));
        Set(a, new AgentPlan(shifts, absences));
        if (!part.AtEnd) a.IsPending = part.Bool();
    }

    /// <summary>The one shift of records without a plan: of a version that did not know more.</summary>
    public static void Set(Agent a, bool isOnShift, Instant start, Instant end)
    {
        a.Counted = PlanCount.None with { Flags = isOnShift ? PlanFlags.Scheduled : PlanFlags.None };
        a.PlanAt = isOnShift ? start : start >= end ? end : Agent.Never;
        Set(a, start < end ? new AgentPlan([new Shift("", start, end, [])], []) : AgentPlan.Empty);
    }

    private static void Set(Agent a, AgentPlan plan)
    {
        a.Plan = plan.IsEmpty ? null : plan;
        a.PlanNext = plan.NextAfter(a.PlanAt);
    }

    private static void Write(VarWriter w, Shift shift)
    {
        var entry = w.BeginPart();
        w.Text(shift.Id);
        w.Signed(shift.Start.UnixMs);
        w.Signed(shift.End.UnixMs - shift.Start.UnixMs);
        var segments = w.BeginPart();
        foreach (var segment in shift.Segments)
        {
            var inner = w.BeginPart();
            w.Byte((byte)segment.Activity);
            w.Signed(segment.Start.UnixMs - shift.Start.UnixMs);
            w.Signed(segment.End.UnixMs - segment.Start.UnixMs);
            w.Bool(segment.IsPaid);
            w.EndPart(inner);
        }
        w.EndPart(segments);
        w.EndPart(entry);
    }

    private static Shift ReadShift(VarReader r)
    {
        var id = r.Text();
        var start = new Instant(r.Signed());
        var end = new Instant(start.UnixMs + r.Signed());
        var segments = new List<ShiftSegment>();
        for (var list = r.Part(); !list.AtEnd;) segments.Add(ReadSegment(list.Part(), start));
        return new Shift(id, start, end, segments);
    }

    private static ShiftSegment ReadSegment(VarReader r, Instant shiftStart)
    {
        var activity = (ShiftActivity)r.Byte();
        var start = new Instant(shiftStart.UnixMs + r.Signed());
        return new ShiftSegment(activity, start, new Instant(start.UnixMs + r.Signed()), r.Bool());
    }

    private static void Write(VarWriter w, Absence absence)
    {
        var entry = w.BeginPart();
        w.Text(absence.Id);
        w.Signed(absence.Start.UnixMs);
        w.Signed(absence.End.UnixMs - absence.Start.UnixMs);
        w.Text(absence.Reason);
        w.Bool(absence.IsPaid);
        w.EndPart(entry);
    }

    private static Absence ReadAbsence(VarReader r)
    {
        var id = r.Text();
        var start = new Instant(r.Signed());
        return new Absence(id, start, new Instant(start.UnixMs + r.Signed()), r.Text(), r.Bool());
    }
}
