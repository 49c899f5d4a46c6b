namespace CallCenter.Core.Staffing;

/// <summary>
/// The expected service of a queue with Poisson arrivals, exponential times of handling, and any number of equal agents. Without patience
/// Erlang C (Erlang 1917; Cooper, Introduction to Queueing Theory, 1981, ch. 3); with an exponential one Erlang A (Palm 1957; Mandelbaum
/// and Zeltyn, Service Engineering in Action: The Palm/Erlang-A Queue, 2007): with n agents, handling rate m, arrival rate l and
/// abandonment rate a, a wait of t has the density v(t) = p(n) n m exp(-n m t + l / a (1 - exp(-a t))).
/// </summary>
public static class ErlangModel
{
    private const int AgentsMax = 100_000;
    private const int Steps = 2_000; // Of Simpson's rule; even. Errors are below 1e-9 for waits of a few handle times.

    /// <summary>The smallest number of agents with at least this service level; null when none within reason has.</summary>
    public static int? AgentsFor(Workload load, TimeSpan threshold, double serviceLevel)
    {
        if (load.ArrivalsPerHour <= 0) return 0;
        var (tooFew, enough) = (0, Math.Max(1, (int)Math.Ceiling(load.Erlangs)));
        while (Expect(load, enough, threshold).ServiceLevel < serviceLevel)
        {
            if (enough >= AgentsMax) return null;
            (tooFew, enough) = (enough, Math.Min(AgentsMax, enough + Math.Max(1, enough / 4)));
        }
        // More agents never do worse.
        while (enough - tooFew > 1)
        {
            var middle = tooFew + (enough - tooFew) / 2;
            if (Expect(load, middle, threshold).ServiceLevel < serviceLevel) tooFew = middle;
            else enough = middle;
        }
        return enough;
    }

    /// <summary>The expected service.</summary>
    /// <param name="agents">0 or more.</param>
    public static ExpectedService Expect(Workload load, int agents, TimeSpan threshold)
    {
        if (load.ArrivalsPerHour <= 0) return new ExpectedService(1, TimeSpan.Zero, 0, 0);
        return load.Patience is { } patience && patience > TimeSpan.Zero
            ? WithPatience(load, agents, threshold, patience)
            : WithoutPatience(load, agents, threshold);
    }

    /// <summary>Erlang C: the probability that a contact has to wait; 1 with no more agents than the load.</summary>
    public static double WaitProbability(double erlangs, int agents)
    {
        if (erlangs >= agents) return 1;
        var blocked = Blocked(erlangs, agents);
        return agents * blocked / (agents - erlangs * (1 - blocked));
    }

    /// <summary>Erlang B: the probability that all agents are busy, if nobody waited.</summary>
    public static double Blocked(double erlangs, int agents)
    {
        var blocked = 1.0;
        for (var k = 1; k <= agents; k++) blocked = erlangs * blocked / (k + erlangs * blocked);
        return blocked;
    }

    private static ExpectedService WithoutPatience(Workload load, int agents, TimeSpan threshold)
    {
        var erlangs = load.Erlangs;
        if (erlangs >= agents) return new ExpectedService(0, TimeSpan.MaxValue, 0, 1);
        var (wait, spare) = (WaitProbability(erlangs, agents), agents - erlangs);
        return new ExpectedService(
            1 - wait * Math.Exp(-spare * (threshold / load.HandleTime)), load.HandleTime * (wait / spare), 0, erlangs / agents);
    }

    private static ExpectedService WithPatience(Workload load, int agents, TimeSpan threshold, TimeSpan patience)
    {
        // By the hour.
        var (arrivals, handling, leaving) = (load.ArrivalsPerHour, agents / load.HandleTime.TotalHours, 1 / patience.TotalHours);
        var (waiting, queue) = (0.0, 0.0); // Relative to the state in which all agents are busy and nobody waits.
        var state = 1.0;
        for (var i = 0; state > 1e-15 * (1 + waiting); i++)
        {
            waiting += state;
            queue += i * state;
            state *= arrivals / (handling + (i + 1) * leaving);
        }
        // Without agents everybody waits.
        var idle = agents == 0 ? 0 : 1 / Blocked(load.Erlangs, agents) - 1;
        var all = 1 / (idle + waiting);
        var abandoned = leaving * queue * all / arrivals;
        var answeredLater = all * handling * Integral(
            t => Math.Exp(-(handling + leaving) * t + arrivals / leaving * (1 - Math.Exp(-leaving * t))), threshold.TotalHours);
        return new ExpectedService(
            Math.Min(1, idle * all + answeredLater), TimeSpan.FromHours(abandoned / leaving), abandoned,
            agents == 0 ? 0 : Math.Min(1, load.Erlangs * (1 - abandoned) / agents));
    }

    // Simpson's rule from 0.
    private static double Integral(Func<double, double> of, double to)
    {
        var (width, sum) = (to / Steps, of(0) + of(to));
        for (var i = 1; i < Steps; i++) sum += (i % 2 == 0 ? 2 : 4) * of(i * width);
        return sum * width / 3;
    }
}
