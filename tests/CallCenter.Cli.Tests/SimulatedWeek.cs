using CallCenter.Client;
using CallCenter.Server;
using CallCenter.Server.Settings;
using CallCenter.Simulator;
using CallCenter.Storage.Embedded;
using CallCenter.V1;
using Microsoft.AspNetCore.Builder;

namespace CallCenter.Cli.Tests;

/// <summary>A server at nine on Monday with the events of the week before, and the books of the simulation that made them.</summary>
public sealed class SimulatedWeek : IAsyncLifetime
{
    public static readonly TimeProvider Time = new StandingClock(Given.Nine);

    private readonly WebApplication _app = ServerApp.Build(["--Logging:LogLevel:Default=Error"], options =>
    {
        options.Listen = "http://127.0.0.1:0";
        options.Store = new EmbeddedStoreOptions { Durability = Durability.Memory };
        options.Settings = new SettingOptions
        {
            KpiTargets =
            [
                new() { Name = "asa", Kpi = "speed_of_answer", AtMost = "1s" },
                new() { Name = "answered", Kpi = "answer_rate", AtLeast = "1%", GroupBy = ["queue"] },
            ],
        };
    }, Time);

    internal SimulatedTruth Truth { get; private set; } = null!;

    public string Address => _app.Urls.First();

    public async Task InitializeAsync()
    {
        var monday = new DateTimeOffset(Given.Nine.Date, TimeSpan.Zero);
        var center = new SimulatedCallCenter(new SimulationOptions
        {
            StartTime = monday.AddDays(-7), AgentCount = 12, ContactsPerHour = 30, TicketsPerHour = 4,
        });
        await _app.StartAsync().WaitAsync(Waits.Limit);
        await using var sender = EventSender.Connect(Address, new EventSenderOptions { Source = "centre", Adapter = "simulator" });
        foreach (Event item in center.AdvanceTo(monday))
            await sender.SendAsync(item);
        await sender.FlushAsync().WaitAsync(Waits.Limit);
        Truth = center.Truth;
    }

    public async Task DisposeAsync() => await _app.DisposeAsync().AsTask().WaitAsync(Waits.Limit);
}
