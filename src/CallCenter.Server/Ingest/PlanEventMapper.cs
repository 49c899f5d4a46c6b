using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.V1;

namespace CallCenter.Server.Ingest;

/// <summary>Maps the events of agents' plans.</summary>
internal static class PlanEventMapper
{
    private const int SegmentsMax = 64;
    private static readonly TimeSpan ShiftMax = TimeSpan.FromHours(24);
    private static readonly TimeSpan AbsenceMax = TimeSpan.FromDays(366);

    public static SourceEvent Map(Event m, Instant at)
    {
        switch (m.KindCase)
        {
            case Event.KindOneofCase.AgentScheduled:
                return Scheduled(m.AgentScheduled, at);
            case Event.KindOneofCase.ShiftRemoved:
                return new Core.Events.ShiftRemoved(
                    Fields.Required(m.ShiftRemoved.Agent, "shift_removed.agent"),
                    Fields.Required(m.ShiftRemoved.ShiftId, "shift_removed.shift_id"))
                { OccurredAt = at };
            case Event.KindOneofCase.AbsenceReported:
                return Reported(m.AbsenceReported, at);
            case Event.KindOneofCase.AbsenceEnded:
                return new Core.Events.AbsenceEnded(
                    Fields.Required(m.AbsenceEnded.Agent, "absence_ended.agent"),
                    Fields.Required(m.AbsenceEnded.AbsenceId, "absence_ended.absence_id"))
                { OccurredAt = at };
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static Core.Events.AgentScheduled Scheduled(V1.AgentScheduled m, Instant at)
    {
        var start = Fields.Time(m.StartTime, "agent_scheduled.start_time");
        var end = Fields.Time(m.EndTime, "agent_scheduled.end_time");
        if ((end <= start || end - start > ShiftMax) && !WrongFields.HasReported("agent_scheduled.start_time", "agent_scheduled.end_time"))
            WrongFields.Report("agent_scheduled.end_time", "must be after start_time and at most 24 h later", 0);
        return new Core.Events.AgentScheduled(Fields.Required(m.Agent, "agent_scheduled.agent"), start, end)
        {
            OccurredAt = at,
            ShiftId = Fields.Optional(m.ShiftId, "agent_scheduled.shift_id"),
            Segments = Segments(m, start, end),
        };
    }

    private static IReadOnlyList<Core.Events.ShiftSegment> Segments(V1.AgentScheduled m, Instant start, Instant end)
    {
        if (m.Segments.Count > SegmentsMax)
        {
            var problem = $"has {m.Segments.Count} segments; at most {SegmentsMax} are allowed";
            return WrongFields.Report<IReadOnlyList<Core.Events.ShiftSegment>>("agent_scheduled.segments", problem, []);
        }
        var segments = new List<Core.Events.ShiftSegment>(m.Segments.Count);
        foreach (var (segment, i) in m.Segments.Select((segment, i) => (segment, i)))
        {
            var mapped = Segment(segment, $"agent_scheduled.segments[{i}]", start, end);
            segments.Add(mapped);
            start = Instant.Max(start, mapped.End);
        }
        return segments;
    }

    /// <param name="earliest">Start of the shift, or end of the segment before.</param>
    private static Core.Events.ShiftSegment Segment(V1.ShiftSegment m, string field, Instant earliest, Instant shiftEnd)
    {
        var (startField, endField) = ($"{field}.start_time", $"{field}.end_time");
        var (start, end) = (Fields.Time(m.StartTime, startField), Fields.Time(m.EndTime, endField));
        if (!WrongFields.HasReported(startField, endField, "agent_scheduled.start_time", "agent_scheduled.end_time"))
        {
            if (start < earliest) WrongFields.Report(startField, "is before the shift, or before the end of the segment before", 0);
            if (end <= start || end > shiftEnd) WrongFields.Report(endField, "must be after start_time and within the shift", 0);
        }
        return new Core.Events.ShiftSegment(EnumMapper.ShiftActivity(m.Activity, field), start, end, !m.Unpaid);
    }

    private static Core.Events.AbsenceReported Reported(V1.AbsenceReported m, Instant at)
    {
        var start = Fields.Time(m.StartTime, "absence_reported.start_time");
        var end = Fields.Time(m.EndTime, "absence_reported.end_time");
        if ((end <= start || end - start > AbsenceMax)
            && !WrongFields.HasReported("absence_reported.start_time", "absence_reported.end_time"))
            WrongFields.Report("absence_reported.end_time", "must be after start_time and at most 366 days later", 0);
        return new Core.Events.AbsenceReported(
            Fields.Required(m.Agent, "absence_reported.agent"), Fields.Required(m.AbsenceId, "absence_reported.absence_id"), start, end,
            Fields.Optional(m.Reason, "absence_reported.reason"), !m.Unpaid)
        { OccurredAt = at };
    }
}
