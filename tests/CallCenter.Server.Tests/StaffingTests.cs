using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using static CallCenter.Testing.Given;

namespace CallCenter.Server.Tests;

/// <summary>Agents that queues need, by what happened in a window.</summary>
public sealed class StaffingTests : IAsyncLifetime
{
    private LiveServer _server = null!;

    public async Task InitializeAsync() => _server = await LiveServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_hundred_calls_in_half_an_hour_of_three_minutes_need_fourteen_agents()
    {
        // Half an hour that is over: its counts stay.
        var start = DateTimeOffset.FromUnixTimeSeconds(Now.ToUnixTimeSeconds() / 60 * 60).AddMinutes(-45);
        foreach (var i in Enumerable.Range(0, 100))
        {
            var at = start.AddSeconds(10 + i);
            await _server.PublishAsync(
                At(at, Queued($"v{i}")), At(at, Answered($"v{i}", $"a{i % 3}")),
                At(at.AddMinutes(3), Ended($"v{i}", VisitOutcome.CompletedByAgent)));
        }
        await _server.PublishAsync(Present("a0"), Member("a0", "sales"));
        var request = new GetStaffingRequest
        {
            Window = new Window
            {
                Range = new TimeRange
                {
                    StartTime = Timestamp.FromDateTimeOffset(start), EndTime = Timestamp.FromDateTimeOffset(start.AddMinutes(30)),
                },
            },
        };

        var sales = Assert.Single((await _server.Kpis.GetStaffingAsync(request).ResponseAsync.InTime()).Queues);

        Assert.Equal((200, 10, 180), (sales.ArrivalsPerHour, Math.Round(sales.Erlangs, 9), sales.HandleTime.Seconds));
        Assert.Equal((1, 14, -13), (sales.OnlineAgentCount, sales.WithoutPatience.NeededAgentCount, sales.WithoutPatience.AgentGap));
        Assert.Equal((0, 1), (sales.WithoutPatience.ServiceLevel, sales.WithoutPatience.Occupancy));
        Assert.Null(sales.WithoutPatience.AverageWait);
        Assert.Null(sales.WithPatience);
    }

    [Fact]
    public async Task Wrong_fields_are_named()
    {
        var failure = await Failures.OfAsync(_server.Kpis.GetStaffingAsync(new GetStaffingRequest
        {
            Where = { new Filter { Dimension = "x" } }, Threshold = new Duration { Seconds = -1 }, ServiceLevel = 1,
        }));

        Assert.Equal("SELECTOR_INVALID", failure.Reason);
        Assert.Equal(
            ["selector.where[0].dimension", "selector.where[0].values", "threshold", "service_level"], Failures.FieldsOf(failure));
    }
}
