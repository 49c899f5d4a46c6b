using System.Text;

namespace CallCenter.Simulator;

/// <summary>What contact centre to simulate. The same options give the same events, byte for byte.</summary>
public sealed record SimulationOptions
{
    private const int LongestPrefix = 64;

    /// <summary>Chooses the run.</summary>
    /// <value>Default 1; any number.</value>
    public int Seed { get; init; } = 1;

    /// <summary>The moment at which the simulation starts.</summary>
    /// <value>Default 2026-01-05 08:00 UTC, a Monday.</value>
    public DateTimeOffset StartTime { get; init; } = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    /// <summary>How many agents there are.</summary>
    /// <value>Default 40; 1 to 20000, what one floor report can hold.</value>
    public int AgentCount { get; init; } = 40;

    /// <summary>The queues; <see cref="QueueProfile.Many"/> makes any number of them.</summary>
    /// <value>Default sales, support, billing, vip, chat, email; at least one, names unique.</value>
    public IReadOnlyList<QueueProfile> Queues { get; init; } = QueueProfile.Defaults;

    /// <summary>New contacts an hour over all queues, averaged over a day. More than the agents can handle shows as waiting and
    /// abandoning.</summary>
    /// <value>Default 160; more than 0.</value>
    public double ContactsPerHour { get; init; } = 160;

    /// <summary>Divides durations: talk, wrap-up, patience, breaks and shifts; ringing by its square root.
    /// It does not change the number of arrivals.</summary>
    /// <value>Default 1, real life; 0.1 to 1000.</value>
    public double SpeedUp { get; init; } = 1;

    /// <summary>The strength of the daily arrival profile.</summary>
    /// <value>Default 1, nights are quiet; 0, every hour is alike, to 1.</value>
    public double DailySwing { get; init; } = 1;

    /// <summary>What the centre's clock shows at 00:00 UTC: shifts the daily arrival profile.</summary>
    /// <value>Default 0; -24 to 24 hours.</value>
    public TimeSpan UtcOffset { get; init; }

    /// <summary>Times in which a queue gets more contacts than usual.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<Incident> Incidents { get; init; } = [];

    /// <summary>The amplitude of the short wave in the arrival rate, which keeps the numbers of a demonstration moving.</summary>
    /// <value>Default 0.4; 0, no wave, to 1.</value>
    public double WaveDepth { get; init; } = 0.4;

    /// <summary>The length of the short wave.</summary>
    /// <value>Default 2 minutes; 1 second to 1 day.</value>
    public TimeSpan WavePeriod { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Agents log in within this time after the start.</summary>
    /// <value>Default 8 seconds; 0 to 1 hour.</value>
    public TimeSpan LogInOver { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>The share of contacts that are tests, excluded while they are live.</summary>
    /// <value>Default 0.005; 0 to 1.</value>
    public double TestShare { get; init; } = 0.005;

    /// <summary>Whether contacts carry tier, issue type, complexity and tags. Each combination is a row for the server to keep.</summary>
    /// <value>Default true.</value>
    public bool WithDimensions { get; init; } = true;

    /// <summary>New tickets an hour: contacts that live for hours and days, with replies, resolutions and reopenings, in the queue
    /// "tickets". <see cref="SpeedUp"/> does not change them.</summary>
    /// <value>Default 0, none; to 1000.</value>
    public double TicketsPerHour { get; init; }

    /// <summary>Prefix of visit and contact ids, which keeps two runs into one source apart.</summary>
    /// <value>Default empty; at most 64 bytes.</value>
    public string IdPrefix { get; init; } = "";

    /// <summary>Many short calls: every number of a wallboard moves within a minute.</summary>
    public static SimulationOptions Demo { get; } = new() { SpeedUp = 10, ContactsPerHour = 2200, DailySwing = 0.2 };

    internal TimeSpan Scale(TimeSpan duration) => duration / SpeedUp;

    internal TimeSpan ScaleRing(TimeSpan duration) => duration / Math.Sqrt(SpeedUp);

    internal void Validate()
    {
        string[] errors = [.. Errors()];
        if (errors.Length > 0)
            throw new ArgumentException(string.Join(" ", errors));
    }

    private IEnumerable<string> Errors()
    {
        if (AgentCount is < 1 or > 20_000)
            yield return "AgentCount is 1 to 20000.";
        if (ContactsPerHour is not > 0 || double.IsInfinity(ContactsPerHour))
            yield return "ContactsPerHour is more than 0.";
        if (TicketsPerHour is not (>= 0 and <= 1000))
            yield return "TicketsPerHour is 0 to 1000.";
        if (SpeedUp is not (>= 0.1 and <= 1000))
            yield return "SpeedUp is 0.1 to 1000.";
        if (DailySwing is not (>= 0 and <= 1) || WaveDepth is not (>= 0 and <= 1) || TestShare is not (>= 0 and <= 1))
            yield return "DailySwing, WaveDepth and TestShare are 0 to 1.";
        if (WavePeriod < TimeSpan.FromSeconds(1) || WavePeriod > TimeSpan.FromDays(1))
            yield return "WavePeriod is 1 second to 1 day.";
        if (LogInOver < TimeSpan.Zero || LogInOver > TimeSpan.FromHours(1))
            yield return "LogInOver is 0 to 1 hour.";
        if (Encoding.UTF8.GetByteCount(IdPrefix) > LongestPrefix)
            yield return "IdPrefix is at most 64 bytes.";
        if (UtcOffset.Duration() > TimeSpan.FromDays(1))
            yield return "UtcOffset is -24 to 24 hours.";
        foreach (var error in QueueProfile.Errors(Queues).Concat(Incidents.SelectMany(incident => incident.Errors(Queues))))
            yield return error;
    }
}
