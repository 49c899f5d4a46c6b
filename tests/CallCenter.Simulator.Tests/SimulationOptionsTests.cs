namespace CallCenter.Simulator.Tests;

public sealed class SimulationOptionsTests
{
    [Fact]
    public void All_wrong_options_are_reported_at_once()
    {
        var wrong = new SimulationOptions
        {
            AgentCount = 0,
            ContactsPerHour = double.NaN,
            SpeedUp = 0,
            WaveDepth = 2,
            WavePeriod = TimeSpan.Zero,
            LogInOver = TimeSpan.FromDays(1),
            IdPrefix = new string('x', 65),
            Queues = [],
            UtcOffset = TimeSpan.FromDays(2),
            Incidents = [new Incident("sales", DateTimeOffset.UnixEpoch, TimeSpan.FromHours(2), 0)],
        };

        var error = Assert.Throws<ArgumentException>(() => new SimulatedCallCenter(wrong));

        Assert.All(
            ["AgentCount", "ContactsPerHour", "SpeedUp", "WaveDepth", "WavePeriod", "LogInOver", "IdPrefix", "Queues", "UtcOffset",
                "incident names", "its factor"],
            name => Assert.Contains(name, error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("nowhere")]
    public void A_queue_overflows_only_into_a_queue_of_its_channel(string target)
    {
        var queues = QueueProfile.Defaults.Select(queue => queue.Name == "sales" ? queue with { OverflowTo = target } : queue);

        Assert.Throws<ArgumentException>(() => new SimulatedCallCenter(new SimulationOptions { Queues = [.. queues] }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(500)]
    public void The_number_of_queues_is_free(int count)
    {
        var center = new SimulatedCallCenter(SimulationOptions.Demo with { Queues = QueueProfile.Many(count), ContactsPerHour = 40_000 });

        var queues = center.AdvanceTo(center.Time.AddHours(1)).Where(told => told.VisitRefused is not null || told.VisitQueued is not null)
            .Select(told => told.VisitRefused?.Queue ?? told.VisitQueued.Queue);

        Assert.Equal(count, queues.Distinct().Count());
    }
}
