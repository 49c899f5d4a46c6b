namespace CallCenter.Core.Staffing;

/// <summary>What agents of a queue have to do.</summary>
/// <param name="ArrivalsPerHour">Contacts an hour; 0 or more.</param>
/// <param name="HandleTime">Mean time of an agent for each, after-call work included; above 0.</param>
/// <param name="Patience">Mean time that a contact would wait before it gives up; null: for ever.</param>
public sealed record Workload(double ArrivalsPerHour, TimeSpan HandleTime, TimeSpan? Patience)
{
    /// <summary>Load in Erlangs: agents that would be busy all the time.</summary>
    public double Erlangs => ArrivalsPerHour * HandleTime.TotalHours;
}

/// <summary>How a queue does with a number of agents.</summary>
/// <param name="ServiceLevel">Share of the contacts that is answered within the threshold.</param>
/// <param name="AverageWait">Mean wait of all contacts; <see cref="TimeSpan.MaxValue"/> when the queue grows for ever.</param>
/// <param name="Abandoned">Share that gives up.</param>
/// <param name="Occupancy">Share of their time that agents are busy, at most 1.</param>
public sealed record ExpectedService(double ServiceLevel, TimeSpan AverageWait, double Abandoned, double Occupancy);
