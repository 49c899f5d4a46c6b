namespace CallCenter.Simulator.Tests;

public sealed class ArrivalTests
{
    private static readonly SimulationOptions Level = SimulationOptions.Demo with { WaveDepth = 0, DailySwing = 0 };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void In_level_hours_each_queue_gets_its_share_within_five_sigma(int seed)
    {
        var arrivals = Arrivals(Level with { Seed = seed }, TimeSpan.FromHours(4));

        Assert.All(QueueProfile.Defaults, queue =>
            AssertPoisson(4 * 2200 * queue.Share / 100, arrivals.Count(arrival => arrival.Queue == queue.Name)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_day_with_its_swing_and_waves_brings_24_times_the_contacts_of_an_hour(int seed)
    {
        var options = new SimulationOptions { Seed = seed, SpeedUp = 5, ContactsPerHour = 500 };

        AssertPoisson(24 * 500, Arrivals(options, TimeSpan.FromDays(1)).Count);
    }

    [Fact]
    public void Nights_are_quiet_and_mornings_are_busy()
    {
        var options = new SimulationOptions { SpeedUp = 5, StartTime = new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero) };

        var arrivals = Arrivals(options, TimeSpan.FromHours(12));

        Assert.True(arrivals.Count(arrival => arrival.Time.Hour == 10) > 10 * arrivals.Count(arrival => arrival.Time.Hour == 3));
    }

    [Fact]
    public void The_centre_is_busy_by_its_own_clock()
    {
        var options = new SimulationOptions
        {
            SpeedUp = 5,
            UtcOffset = TimeSpan.FromHours(-12),
            StartTime = new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero),
        };

        var arrivals = Arrivals(options, TimeSpan.FromHours(12));

        Assert.True(arrivals.Count(arrival => arrival.Time.Hour == 22) > 10 * arrivals.Count(arrival => arrival.Time.Hour == 15));
    }

    [Fact]
    public void An_incident_brings_its_queue_more_contacts_each_time_and_no_other()
    {
        var incident = new Incident("support", Level.StartTime + TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(15), 4)
        {
            Every = TimeSpan.FromHours(1),
        };

        var arrivals = Arrivals(Level with { Incidents = [incident] }, TimeSpan.FromHours(4));

        var support = arrivals.Where(arrival => arrival.Queue == "support").ToList();
        AssertPoisson(4 * 2200 * .26 / 4 * 4, support.Count(arrival => arrival.Time.Minute is >= 30 and < 45));
        AssertPoisson(4 * 2200 * .26 / 4 * 3, support.Count(arrival => arrival.Time.Minute is < 30 or >= 45));
        AssertPoisson(4 * 2200 * .24, arrivals.Count(arrival => arrival.Queue == "sales"));
    }

    [Fact]
    public void The_wave_moves_arrivals_within_a_minute()
    {
        var arrivals = Arrivals(Level with { WaveDepth = 0.4 }, TimeSpan.FromHours(4));

        // Over a half period the mean of the sine is 2/pi: 1.255 times the mean in even minutes, 0.745 in odd ones.
        AssertPoisson(2 * 2200 * 1.2546, arrivals.Count(arrival => arrival.Time.Minute % 2 == 0));
        AssertPoisson(2 * 2200 * 0.7454, arrivals.Count(arrival => arrival.Time.Minute % 2 == 1));
    }

    [Fact]
    public void Another_number_of_agents_meets_the_same_customers() =>
        Assert.Equal(Arrivals(Level, TimeSpan.FromHours(1)), Arrivals(Level with { AgentCount = 300 }, TimeSpan.FromHours(1)));

    private static void AssertPoisson(double expected, int actual) =>
        Assert.InRange(actual, expected - (5 * Math.Sqrt(expected)), expected + (5 * Math.Sqrt(expected)));

    // Refused contacts have no name; of the others the first visit is the arrival.
    private static List<(DateTimeOffset Time, string Queue)> Arrivals(SimulationOptions options, TimeSpan length)
    {
        var seen = new HashSet<string>();
        return
        [
            .. SimulatedHistory.Generate(options, options.StartTime + length)
                .Where(told => told.VisitRefused is not null || (told.VisitQueued is { } queued && seen.Add(queued.ContactId)))
                .Select(told => (told.OccurredTime.ToDateTimeOffset(), told.VisitRefused?.Queue ?? told.VisitQueued.Queue)),
        ];
    }
}
