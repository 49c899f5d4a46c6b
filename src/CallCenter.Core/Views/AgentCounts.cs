using CallCenter.Core.Identity;
using CallCenter.Core.Measures;
using CallCenter.Core.Settings;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Views;

/// <summary>Numbers of agents in a group, each agent once, and the times they are counted by.</summary>
internal static class AgentCounts
{
    /// <summary>Agents in some states at any time of a window.</summary>
    public static long DistinctIn(GroupRows rows, WindowSpans window, Gauge[] states) => rows.Agents.Count(
        agent => agent.Largest((states, window), static (row, of) => TimeIn(row, of.states, of.window.Of(row))) > 0);

    /// <summary>Agents in some states at any time of a day within a window.</summary>
    public static long OnDay(GroupRows rows, WindowSpans window, Gauge[] states, (Instant, Instant) day)
        => rows.Agents.Count(agent => agent.Largest((states, window, day), static (row, of) =>
        {
            long sum = 0;
            foreach (var span in of.window.Of(row))
            {
                if (LocalDays.Within(span, of.day) is { } part) sum += TimeIn(row, of.states, [part]);
            }
            return sum;
        }) > 0);

    /// <summary>Agents with more of a measure in a window.</summary>
    public static long WithMore(GroupRows rows, WindowSpans window, Measure measure, long than) => rows.Agents.Count(
        agent => agent.Largest((measure, window), static (row, of) => Sum(row, of.measure, of.window)) > than);

    /// <summary>Agents who have been in one of some states for longer than its limit.</summary>
    public static long OverLimit(GroupRows rows, Gauge[] states, AgentLimits limits, Instant now)
    {
        return rows.Agents.Count(agent => states.Any(state => IsOver(agent, state)));

        bool IsOver(AgentRows agent, Gauge state) => LimitOf(limits, state) is { } limit
            && agent.Largest(state, static (row, of) => row.NumberAt(of, uint.MaxValue)) > 0
            && agent.State?.Since is { } since && now - since > limit;
    }

    public static TimeSpan? LimitOf(AgentLimits limits, Gauge state) => state switch
    {
        Gauge.AgentOnBreak => limits.Break,
        Gauge.AgentNotReady => limits.NotReady,
        Gauge.AgentRinging => limits.Ringing,
        Gauge.AgentTalking => limits.Talk,
        Gauge.AgentOnHold => limits.Hold,
        Gauge.AgentInWrapUp => limits.WrapUp,
        _ => null,
    };

    /// <summary>The sum of a measure over the spans of a row.</summary>
    public static long Sum(RowHistory row, Measure measure, WindowSpans window)
    {
        long sum = 0;
        foreach (var span in window.Of(row)) sum += row.Between(measure, span.From, span.To);
        return sum;
    }

    /// <summary>Milliseconds in some states within spans.</summary>
    public static long TimeIn(RowHistory row, Gauge[] states, WindowEdges[] spans)
    {
        long sum = 0;
        foreach (var gauge in states) sum += TimeIn(row, gauge, spans);
        return sum;
    }

    /// <summary>Milliseconds in a state within spans.</summary>
    public static long TimeIn(RowHistory row, Gauge gauge, WindowEdges[] spans)
    {
        long sum = 0;
        foreach (var span in spans) sum += row.TimeBetween(gauge, span);
        return sum;
    }
}
