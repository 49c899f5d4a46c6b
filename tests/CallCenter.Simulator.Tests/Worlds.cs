using CallCenter.V1;

namespace CallCenter.Simulator.Tests;

/// <summary>Contact centres by name, from quiet to overloaded, and the span to simulate.</summary>
internal static class Worlds
{
    public static readonly IReadOnlyDictionary<string, (SimulationOptions Options, TimeSpan Length)> ByName =
        new Dictionary<string, (SimulationOptions, TimeSpan)>
        {
            ["demo"] = (SimulationOptions.Demo, TimeSpan.FromHours(1)),
            ["real_life"] = (new SimulationOptions(), TimeSpan.FromHours(12)),
            ["understaffed"] = (SimulationOptions.Demo with { AgentCount = 8 }, TimeSpan.FromHours(1)),
            ["one_agent"] = (SimulationOptions.Demo with { AgentCount = 1, ContactsPerHour = 300 }, TimeSpan.FromHours(3)),
            ["idle"] = (SimulationOptions.Demo with { ContactsPerHour = 5 }, TimeSpan.FromHours(3)),
            ["many_queues"] = (SimulationOptions.Demo with { Queues = QueueProfile.Many(20), AgentCount = 60 }, TimeSpan.FromHours(1)),
            ["two_queues"] = (SimulationOptions.Demo with { Queues = QueueProfile.Many(2) }, TimeSpan.FromHours(1)),
            ["hasty"] = (SimulationOptions.Demo with { SpeedUp = 200, ContactsPerHour = 20_000 }, TimeSpan.FromMinutes(20)),
            ["tickets"] = (
                new SimulationOptions { AgentCount = 5, ContactsPerHour = 5, TicketsPerHour = 10 }, TimeSpan.FromDays(3)),
            ["bare"] = (SimulationOptions.Demo with { WithDimensions = false, IdPrefix = "run-7-" }, TimeSpan.FromHours(1)),
        };

    public static TheoryData<string, int> NamesAndSeeds
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var name in ByName.Keys)
            {
                for (var seed = 1; seed <= 4; seed++)
                    data.Add(name, seed);
            }

            return data;
        }
    }

    public static (SimulatedCallCenter Center, IReadOnlyList<Event> Events) Live(string name, int seed)
    {
        var (options, length) = ByName[name];
        var center = new SimulatedCallCenter(options with { Seed = seed });
        return (center, center.AdvanceTo(options.StartTime + length));
    }
}
