using CallCenter.Core.Staffing;

namespace CallCenter.Core.Tests.Staffing;

/// <summary>A queue played contact by contact, first come first served.</summary>
internal static class PlayedQueue
{
    /// <summary>The share answered within the threshold, the share that gave up, and the mean wait in seconds.</summary>
    public static (double Within, double Abandoned, double Wait) Run(Workload load, int agents, TimeSpan threshold, int contacts)
    {
        var dice = new Random(7);
        var free = new PriorityQueue<double, double>(); // When each agent is free.
        for (var i = 0; i < agents; i++) free.Enqueue(0, 0);
        var (now, within, abandoned, waits) = (0.0, 0, 0, 0.0);
        for (var i = 0; i < contacts; i++)
        {
            now += Drawn(dice, 3600 / load.ArrivalsPerHour);
            // It takes the first free agent, unless it gives up before: then the agent goes to the next.
            var (answerAt, givesUpAt) = (Math.Max(now, free.Peek()), now + Drawn(dice, load.Patience!.Value.TotalSeconds));
            waits += Math.Min(answerAt, givesUpAt) - now;
            if (givesUpAt < answerAt)
            {
                abandoned++;
                continue;
            }
            if (answerAt - now <= threshold.TotalSeconds) within++;
            var freeAt = answerAt + Drawn(dice, load.HandleTime.TotalSeconds);
            free.DequeueEnqueue(freeAt, freeAt);
        }
        return ((double)within / contacts, (double)abandoned / contacts, waits / contacts);
    }

    // Exponential, with a mean.
    private static double Drawn(Random dice, double mean) => -mean * Math.Log(1 - dice.NextDouble());
}
