using CallCenter.V1;
using Google.Protobuf;

namespace CallCenter.Simulator.Tests;

public sealed class DeterminismTests
{
    private static readonly DateTimeOffset From = new(2026, 3, 2, 9, 30, 0, TimeSpan.FromHours(8));
    private static readonly DateTimeOffset To = From.AddMinutes(30);

    [Theory]
    [InlineData(1)]
    [InlineData(-5)]
    [InlineData(int.MaxValue)]
    public void The_same_seed_gives_the_same_bytes(int seed) =>
        Assert.Equal(Bytes(SimulatedHistory.Generate(seed, From, To)), Bytes(SimulatedHistory.Generate(seed, From, To)));

    [Fact]
    public void Another_seed_gives_another_day() =>
        Assert.NotEqual(Bytes(SimulatedHistory.Generate(1, From, To)), Bytes(SimulatedHistory.Generate(2, From, To)));

    [Fact]
    public void Small_steps_and_one_leap_give_the_same_events()
    {
        var center = new SimulatedCallCenter(SimulationOptions.Demo with { StartTime = From });
        var stepped = new List<Event>();

        for (var time = From; time < To; time += TimeSpan.FromMilliseconds(777))
            stepped.AddRange(center.AdvanceTo(time));
        stepped.AddRange(center.AdvanceTo(To));

        Assert.Equal(SimulatedHistory.Generate(1, From, To), stepped);
    }

    [Fact]
    public void Events_come_in_time_order_up_to_the_moment_asked_for_in_whole_milliseconds()
    {
        var times = SimulatedHistory.Generate(4, From, To).Select(told => told.OccurredTime).ToList();

        Assert.Equal(times.Order(), times);
        Assert.InRange(times[0].ToDateTimeOffset(), From, From.AddSeconds(1));
        Assert.InRange(times[^1].ToDateTimeOffset(), To.AddSeconds(-10), To);
        Assert.All(times, time => Assert.Equal(0, time.Nanos % 1_000_000));
        Assert.True(times.Select(time => time.Nanos).Distinct().Count() > 500);
    }

    [Fact]
    public void Agents_log_in_over_the_first_seconds()
    {
        var center = new SimulatedCallCenter(SimulationOptions.Demo);
        var start = center.Time;

        var atOpening = center.Report(start).Agents.Count;
        var half = center.Report(start.AddSeconds(4)).Agents.Count;
        var later = center.Report(start.AddSeconds(10)).Agents.Count;

        Assert.Equal(0, atOpening);
        Assert.InRange(half, 5, 35);
        Assert.InRange(later, 36, 40);
    }

    private static byte[] Bytes(IEnumerable<Event> events) => [.. events.SelectMany(told => told.ToByteArray())];
}
