namespace CallCenter.Simulator;

/// <summary>A time in which more customers than usual contact one queue, for example because a service is down.</summary>
/// <param name="Queue">The name of the queue.</param>
/// <param name="StartTime">The beginning of the first such time.</param>
/// <param name="Length">More than 0.</param>
/// <param name="Factor">Arrivals in proportion to the usual ones: 1 to 100.</param>
public sealed record Incident(string Queue, DateTimeOffset StartTime, TimeSpan Length, double Factor)
{
    /// <summary>From the beginning of one to that of the next; longer than <see cref="Length"/>. Null: it happens once.</summary>
    public TimeSpan? Every { get; init; }

    internal bool IsOn(DateTimeOffset time)
    {
        var since = time - StartTime;
        if (since < TimeSpan.Zero) return false;
        return (Every is { } every ? TimeSpan.FromTicks(since.Ticks % every.Ticks) : since) < Length;
    }

    internal IEnumerable<string> Errors(IReadOnlyList<QueueProfile> queues)
    {
        if (!queues.Any(queue => queue.Name == Queue))
            yield return $"An incident names queue {Queue}, which there is not.";
        if (Length <= TimeSpan.Zero || Every <= Length || Factor is not (>= 1 and <= 100))
            yield return "An incident is longer than 0 and shorter than the time to the next, and its factor is 1 to 100.";
    }
}
