using CallCenter.Core.Identity;
using CallCenter.Core.Measures;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Views;

/// <summary>Times of agents in the rows of one queue.</summary>
internal static class AgentTimes
{
    /// <summary>Milliseconds in states within the window.</summary>
    public static long In(ISetReader reader, RowSet rows, Gauge[] states)
    {
        long sum = 0;
        foreach (var gauge in states) sum += reader.TimeIn(rows, gauge);
        return sum;
    }

    /// <summary>The same without the states on contacts.</summary>
    public static long InOthers(ISetReader reader, RowSet rows, Gauge[] states)
    {
        long sum = 0;
        foreach (var gauge in states)
        {
            if (!gauge.IsOfContact()) sum += reader.TimeIn(rows, gauge);
        }
        return sum;
    }

    /// <summary>Milliseconds in states within a day.</summary>
    public static long OnDay(RowSet rows, (Gauge[] States, WindowSpans Window, (Instant, Instant) Day) of)
    {
        long sum = 0;
        foreach (var row in rows.Rows)
        {
            foreach (var span in of.Window.Of(row))
            {
                if (LocalDays.Within(span, of.Day) is not { } part) continue;
                foreach (var state in of.States) sum += row.TimeBetween(state, part);
            }
        }
        return sum;
    }
}
