using CallCenter.Core.Measures;

namespace CallCenter.Core.Views;

/// <summary>Numbers and times of agents in the rows of one queue.</summary>
internal static class AgentTimes
{
    /// <summary>The number in states now.</summary>
    public static long Now(ISetReader reader, RowSet rows, Gauge[] states)
    {
        long sum = 0;
        foreach (var gauge in states) sum += reader.Now(rows, gauge);
        return sum;
    }

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
}
