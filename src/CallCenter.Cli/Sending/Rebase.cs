using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Cli;

/// <summary>Moves every time in an event by the same span.</summary>
internal static class Rebase
{
    /// <summary>A copy of the event, later by the given span.</summary>
    public static Event Move(Event item, TimeSpan by)
    {
        Event moved = item.Clone();
        moved.OccurredTime = Move(moved.OccurredTime, by);
        foreach (LiveVisit visit in moved.FloorReport?.Visits ?? [])
        {
            visit.QueuedTime = Move(visit.QueuedTime, by);
            visit.AnsweredTime = Move(visit.AnsweredTime, by);
            visit.HeldTime = Move(visit.HeldTime, by);
        }
        if (moved.AgentScheduled is { } shift)
        {
            shift.StartTime = Move(shift.StartTime, by);
            shift.EndTime = Move(shift.EndTime, by);
            foreach (ShiftSegment segment in shift.Segments)
            {
                segment.StartTime = Move(segment.StartTime, by);
                segment.EndTime = Move(segment.EndTime, by);
            }
        }
        if (moved.AbsenceReported is { } absence)
        {
            absence.StartTime = Move(absence.StartTime, by);
            absence.EndTime = Move(absence.EndTime, by);
        }
        return moved;
    }

    private static Timestamp? Move(Timestamp? time, TimeSpan by) => time is null ? null : time + Duration.FromTimeSpan(by);
}
