using CallCenter.Core.Events;
using CallCenter.Core.Identity;

namespace CallCenter.Core.Floor;

/// <summary>A planned shift, [start, end).</summary>
internal sealed record Shift(string Id, Instant Start, Instant End, IReadOnlyList<ShiftSegment> Segments)
{
    /// <summary>The part from a moment on; null without one.</summary>
    public Shift? From(Instant at)
    {
        if (at <= Start) return this;
        if (at >= End) return null;
        return new Shift(Id, at, End, [.. Segments.Where(s => s.End > at).Select(s => s with { Start = Instant.Max(s.Start, at) })]);
    }
}

/// <summary>A reported absence, [start, end).</summary>
internal sealed record Absence(string Id, Instant Start, Instant End, string Reason, bool IsPaid)
{
    /// <summary>The part from a moment on; null without one.</summary>
    public Absence? From(Instant at) => at >= End ? null : this with { Start = Instant.Max(at, Start) };
}

/// <summary>What is planned at a moment.</summary>
/// <param name="Absence">Null: none.</param>
internal readonly record struct PlannedActivity(ShiftActivity Activity, bool IsPaid, Absence? Absence)
{
    public bool IsRest => Activity is ShiftActivity.Break or ShiftActivity.Meal;
}

/// <summary>The shifts and absences of an agent that have not ended. Never changed, only replaced. Shifts do not overlap.</summary>
internal sealed record AgentPlan(IReadOnlyList<Shift> Shifts, IReadOnlyList<Absence> Absences)
{
    public static readonly AgentPlan Empty = new([], []);

    /// <summary>Maximum number of shifts, and of absences, of an agent.</summary>
    public const int PartsMax = 64;

    public bool IsEmpty => Shifts.Count == 0 && Absences.Count == 0;

    /// <summary>With a shift in place of the one with its id, or, without an id, of all.</summary>
    /// <param name="shift">Null: none.</param>
    public AgentPlan With(Shift? shift, string id)
    {
        IEnumerable<Shift> others = id.Length == 0 ? [] : Shifts.Where(s => s.Id != id);
        return this with { Shifts = [.. others.Concat(shift is null ? [] : [shift]).OrderBy(s => s.Start)] };
    }

    /// <summary>With an absence in place of the one with its id.</summary>
    /// <param name="absence">Null: none.</param>
    public AgentPlan With(Absence? absence, string id)
    {
        var others = Absences.Where(a => a.Id != id);
        return this with { Absences = [.. others.Concat(absence is null ? [] : [absence]).OrderBy(a => a.Start)] };
    }

    /// <summary>What is planned at a moment; null outside of shifts.</summary>
    public PlannedActivity? At(Instant at)
    {
        if (ShiftAt(at) is not { } shift) return null;
        var (segment, absence) = (SegmentAt(shift, at), AbsenceAt(at));
        var isPaid = (segment?.IsPaid ?? true) && (absence?.IsPaid ?? true);
        return new PlannedActivity(segment?.Activity ?? ShiftActivity.Work, isPaid, absence);
    }

    // Loops by index: these are asked at each change of an agent.
    private Shift? ShiftAt(Instant at)
    {
        for (var i = 0; i < Shifts.Count; i++)
        {
            if (Shifts[i].Start <= at && at < Shifts[i].End) return Shifts[i];
        }
        return null;
    }

    private static ShiftSegment? SegmentAt(Shift shift, Instant at)
    {
        for (var i = 0; i < shift.Segments.Count; i++)
        {
            if (shift.Segments[i].Start <= at && at < shift.Segments[i].End) return shift.Segments[i];
        }
        return null;
    }

    private Absence? AbsenceAt(Instant at)
    {
        for (var i = 0; i < Absences.Count; i++)
        {
            if (Absences[i].Start <= at && at < Absences[i].End) return Absences[i];
        }
        return null;
    }

    /// <summary>The first moment after this one at which something else is planned; null without one.</summary>
    public Instant? NextAfter(Instant at)
    {
        Instant? next = null;
        foreach (var shift in Shifts)
        {
            Consider(shift.Start);
            Consider(shift.End);
            foreach (var segment in shift.Segments)
            {
                Consider(segment.Start);
                Consider(segment.End);
            }
        }
        foreach (var absence in Absences)
        {
            Consider(absence.Start);
            Consider(absence.End);
        }
        return next;

        void Consider(Instant moment)
        {
            if (moment > at && (next is null || moment < next)) next = moment;
        }
    }

    /// <summary>Without what has ended.</summary>
    public AgentPlan After(Instant at) => Shifts.Any(s => s.End <= at) || Absences.Any(a => a.End <= at)
        ? new AgentPlan([.. Shifts.Where(s => s.End > at)], [.. Absences.Where(a => a.End > at)])
        : this;
}

/// <summary>What of plan and state an agent is counted in.</summary>
[Flags]
internal enum PlanFlags : byte
{
    None = 0,
    Scheduled = 1,

    /// <summary>On shift, outside of breaks and meals.</summary>
    PlannedWork = 2,

    /// <summary>Logged in during planned work.</summary>
    Present = 4,

    /// <summary>Working on shift.</summary>
    AtWork = 8,
    Adherent = 16,
    Paid = 32,

    /// <summary>Not logged in during planned work.</summary>
    Absent = 64,
}

/// <summary>What an agent is counted in, and the row of its absence.</summary>
/// <param name="Reason">Of the absence; empty without one.</param>
/// <param name="AbsentRow">Of account only while absent.</param>
internal readonly record struct PlanCount(PlanFlags Flags, string Reason, int AbsentRow)
{
    public static readonly PlanCount None = new(PlanFlags.None, "", 0);
}
