using CallCenter.Core.Events;
using CallCenter.Core.Identity;

namespace CallCenter.Core.Tests.Histories;

/// <summary>Turns a number into an event of an agent's plan.</summary>
internal static class PlanEvents
{
    private static readonly string[] Reasons = ["", "sickness", "training"];

    public static AgentEvent Of(int choice, string agent, Instant at)
    {
        var dice = new Random(choice);
        var start = at + TimeSpan.FromMinutes(dice.Next(-180, 300));
        var end = start + TimeSpan.FromMinutes(dice.Next(1, 700));
        return dice.Next(16) switch
        {
            < 6 => Shift(dice, agent, "", start, end) with { OccurredAt = at },
            < 11 => Shift(dice, agent, $"s{dice.Next(3)}", start, end) with { OccurredAt = at },
            11 => new ShiftRemoved(agent, $"s{dice.Next(3)}") { OccurredAt = at },
            < 15 => new AbsenceReported(agent, $"x{dice.Next(2)}", start, end, Reasons[dice.Next(3)], dice.Next(2) == 0)
            {
                OccurredAt = at,
            },
            _ => new AbsenceEnded(agent, $"x{dice.Next(2)}") { OccurredAt = at },
        };
    }

    private static AgentScheduled Shift(Random dice, string agent, string id, Instant start, Instant end)
    {
        var segments = new List<ShiftSegment>();
        for (var from = start; dice.Next(4) > 0 && from < end;)
        {
            var next = from + TimeSpan.FromMinutes(dice.Next(0, 120));
            var to = Instant.Min(end, next + TimeSpan.FromMinutes(dice.Next(1, 120)));
            if (next < to) segments.Add(new ShiftSegment((ShiftActivity)dice.Next(1, 7), next, to, dice.Next(3) > 0));
            from = to;
        }
        return new AgentScheduled(agent, start, end) { OccurredAt = start, ShiftId = id, Segments = segments };
    }
}
