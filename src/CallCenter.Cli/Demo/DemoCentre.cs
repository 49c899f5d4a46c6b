using System.Globalization;
using CallCenter.Server.Hosting;
using CallCenter.Server.Settings;
using CallCenter.Simulator;

namespace CallCenter.Cli;

/// <summary>The contact centre of the demonstration: its people, its day and its targets.</summary>
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
            Queues = [.. QueueProfile.Defaults.Select(queue => queue.Name == Unlucky ? queue with { MaxWaiting = 60 } : queue)],
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

    /// <summary>Gives the server the centre's clock, and targets that are met most of the time and that the incident misses; where the
    /// configuration has targets of its own, those stay.</summary>
    public static void Set(ServerOptions options)
    {
        SettingOptions settings = options.Settings;
        if (settings.KpiTargets.Count > 0) return;
        settings.TimeZone = TimeZoneInfo.Local.HasIanaId ? TimeZoneInfo.Local.Id : settings.TimeZone;
        settings.KpiTargets =
        [
            new()
            {
                Name = "service-level", Kpi = "service_level@20s", Where = ["channel=phone"], GroupBy = ["queue"], Window = "30m",
                AtLeast = "80%", Warning = "85%", SampleMin = "10",
            },
            new() { Name = "abandonment", Kpi = "abandonment_rate", Window = "today", AtMost = "5%", Warning = "4%", SampleMin = "50" },
            new()
            {
                Name = "longest-wait", Kpi = "longest_wait", Where = ["channel=phone"], GroupBy = ["queue"],
                AtMost = "60s", Warning = "45s", HoldTime = "15s",
            },
            new() { Name = "first-response", Kpi = "first_response_time.from_entry", Where = ["channel=ticket"], AtMost = "75m", Warning = "70m" },
        ];
    }
}
