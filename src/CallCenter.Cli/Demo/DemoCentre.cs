using System.Globalization;
using CallCenter.Simulator;

namespace CallCenter.Cli;

/// <summary>The contact centre of the demonstration: its people, its day and its incidents.</summary>
internal static class DemoCentre
{
    private const string Unlucky = "support";

    // On the centre's own clock the demonstration begins in the busy morning, at whatever hour it is started.
    private static readonly TimeSpan Morning = TimeSpan.FromHours(10.5);

    /// <summary>The simulated time before the start.</summary>
    public static TimeSpan Past { get; } = TimeSpan.FromDays(2);

    /// <summary>The centre, whose first incident unfolds from the start on.</summary>
    public static SimulationOptions Options(DateTimeOffset now)
    {
        var start = now - Past;
        return new SimulationOptions
        {
            StartTime = start,
            Seed = (start.Minute * 60) + start.Second,
            // An earlier run may have left visits with the same ids.
            IdPrefix = start.ToUnixTimeSeconds().ToString("x", CultureInfo.InvariantCulture) + "-",
            UtcOffset = Morning - now.UtcDateTime.TimeOfDay,
            Queues = [.. QueueProfile.Defaults.Select(WithRoomForIncidents)],
            AgentCount = 96,
            ContactsPerHour = 800,
            SpeedUp = 2,
            DailySwing = 0.5,
            WaveDepth = 0.2,
            WavePeriod = TimeSpan.FromMinutes(20),
            TicketsPerHour = 15,
            Incidents = [new Incident(Unlucky, now, TimeSpan.FromMinutes(4), 12) { Every = TimeSpan.FromMinutes(20) }],
        };
    }

    private static QueueProfile WithRoomForIncidents(QueueProfile queue) => queue.Name == Unlucky ? queue with { MaxWaiting = 60 } : queue;
}
