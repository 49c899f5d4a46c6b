using CallCenter.V1;

namespace CallCenter.Simulator;

/// <summary>The events of a simulated contact centre over a span of time, for tests and benchmarks.</summary>
public static class SimulatedHistory
{
    /// <summary>The events of a centre like <see cref="SimulationOptions.Demo"/> that opens at <paramref name="from"/>.</summary>
    public static List<Event> Generate(int seed, DateTimeOffset from, DateTimeOffset to) =>
        Generate(SimulationOptions.Demo with { Seed = seed, StartTime = from }, to);

    /// <summary>The events of any centre from its start.</summary>
    public static List<Event> Generate(SimulationOptions options, DateTimeOffset to) =>
        [.. new SimulatedCallCenter(options).AdvanceTo(to)];
}
