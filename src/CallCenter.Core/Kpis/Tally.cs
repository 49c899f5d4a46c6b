using CallCenter.Core.Identity;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Kpis;

/// <summary>What the formulas read: the measures of one group over one window, and its gauges.</summary>
public abstract class Tally
{
    /// <summary>The sum of a measure over the window; times in milliseconds.</summary>
    public abstract long this[Measure measure] { get; }

    /// <summary>The sum of a measure of agents over the window; of an agent in several queues, the largest of one.</summary>
    public abstract long OfAgents(Measure measure);

    /// <summary>The number in a state now, whatever the window.</summary>
    public abstract long Now(Gauge gauge);

    /// <summary>Agents in one of these states now; an agent who is in two of them, each in another queue, once.</summary>
    public abstract long Now(Gauge[] states);

    /// <summary>Milliseconds since the beginning of those in a state whose moments are those, whatever the window.</summary>
    public abstract long AgesNow(Gauge gauge);

    /// <summary>The number in a state at the window's end.</summary>
    public abstract long AtEnd(Gauge gauge);

    /// <summary>The number in a state at the window's start.</summary>
    public abstract long AtStart(Gauge gauge);

    /// <summary>Milliseconds spent in a state within the window, time in progress included.</summary>
    public abstract long TimeIn(Gauge gauge);

    /// <summary>Milliseconds that agents spent in any of these states; of an agent in several queues, the most in one.</summary>
    public abstract long TimeIn(Gauge[] states);

    /// <summary>Agents who were in any of these states at any time of the window, each once.</summary>
    public abstract long DistinctIn(Gauge[] states);

    /// <summary>Days of agents in any of these states within the window: one for each agent and day of the tenant's zone.</summary>
    public abstract long AgentDays(Gauge[] states);

    /// <summary>Agents who have been in one of these states for longer than its limit.</summary>
    public abstract long OverLimit(Gauge[] states);

    /// <summary>Agents with more of a measure in the window than the limit to breaks.</summary>
    public abstract long OverBreakCount(Measure breaks);

    /// <summary>The code of the state of the group's one agent; no value of several.</summary>
    public abstract long StateOfAgent { get; }

    /// <summary>When the group's one agent entered its state; none when that is not known, and of several.</summary>
    public abstract Instant? StateSince { get; }

    /// <summary>Milliseconds of the window that have passed; where agents or queues have windows of their own, of the longest.</summary>
    public abstract long LengthMs { get; }

    /// <summary>What so many milliseconds of agents cost, in thousandths of the currency.</summary>
    public abstract long CostOfAgents(long ms);

    /// <summary>What so many milliseconds of systems, building and utilities cost, in thousandths of the currency.</summary>
    public abstract long FixedCost(long ms);

    /// <summary>The time of histograms, added up, that a share of their times is within; none without any time.</summary>
    public abstract long? TimeAt(Measure[] histograms, double quantile);

    /// <summary>The beginning of the oldest in a list; none when it is empty.</summary>
    public abstract Instant? OldestIn(LiveList list);

    /// <summary>How many are in a list now.</summary>
    public abstract long CountIn(LiveList list);

    /// <summary>Those that have been in a list for longer than a share of a threshold, or of that of their queue, now.</summary>
    public abstract long LongerIn(LiveList list, int threshold, int percent);

    /// <summary>Milliseconds that those in a list have been in it, added up.</summary>
    public abstract long TimeOf(LiveList list);

    /// <summary>Those in a list that reached a threshold, or that of their queue, within the window.</summary>
    public abstract long ReachingIn(LiveList list, int threshold);

    /// <summary>The sum of a wait family up to a threshold, inclusive.</summary>
    public long Within(Measure family, int threshold)
    {
        long sum = 0;
        for (var i = 0; i <= threshold; i++) sum += this[family.At(i)];
        return sum;
    }
}
