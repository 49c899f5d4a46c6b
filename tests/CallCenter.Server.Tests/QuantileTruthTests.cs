using CallCenter.V1;

namespace CallCenter.Server.Tests;

/// <summary>Quantiles of a replayed recording against those of its visits one by one, by nearest rank.</summary>
public sealed class QuantileTruthTests
{
    private static readonly double[] Quantiles = [0.5, 0.9, 0.95, 0.99, 0.999];

    [Theory, Recorded("edge-1"), Recorded("calm-1"), Recorded("calm-2")]
    public async Task Waits_rings_and_conversations_of_a_recording_are_within_a_hundredth_of_its_log(string name)
    {
        var (recording, served) = (new Recording(name), await ServedAsync(name));

        AssertNear(recording.TimesOfAnswered("visits.csv", "wait", 1000), served, "speed_of_answer", roundingMs: 0);
        AssertNear(recording.TimesOfAnswered("visits.csv", "ring", 1000), served, "ring_time", roundingMs: 0);
        AssertNear(recording.TimesOfAnswered("visits.csv", "talk", 1000), served, "talk_time", roundingMs: 0);
    }

    // The PBX's own log, whose figures are served, has whole seconds: differences of two truncated stamps.
    [Theory, Recorded("edge-1"), Recorded("calm-1"), Recorded("calm-2")]
    public async Task They_are_within_the_rounding_of_the_log_of_the_times_in_milliseconds(string name)
    {
        var (recording, served) = (new Recording(name), await ServedAsync(name));

        AssertNear(recording.TimesOfAnswered("visits_ms.csv", "wait_ms", 1), served, "speed_of_answer", roundingMs: 1000);
        AssertNear(recording.TimesOfAnswered("visits_ms.csv", "talk_ms", 1), served, "talk_time", roundingMs: 1000);
    }

    private static void AssertNear(List<long> times, Dictionary<(string, double), long> served, string kpi, long roundingMs)
        => Assert.All(Quantiles, quantile =>
        {
            var exact = times[(int)Math.Ceiling(quantile * times.Count) - 1];
            Assert.InRange(served[(kpi, quantile)], exact * 0.99 - roundingMs, exact * 1.01 + roundingMs);
        });

    private static async Task<Dictionary<(string Kpi, double Quantile), long>> ServedAsync(string name)
    {
        using var folder = new DataFolder();
        var store = ServerStore.OnDisk(folder.Path);
        await using var server = await LiveServer.StartAsync(store);
        await new Replay(store, name).SendAsync(server.Address);
        var selector = Given.Select([]);
        foreach (var quantile in Quantiles)
        {
            selector.Kpis.Add(new KpiRef { Id = "speed_of_answer", Quantile = quantile });
            selector.Kpis.Add(new KpiRef { Id = "ring_time", Quantile = quantile });
            selector.Kpis.Add(new KpiRef { Id = "talk_time", Variant = "with_hold", Quantile = quantile });
        }
        var board = await server.BoardAsync(selector);
        return board.Columns.Zip(board.Rows.Single().Values).ToDictionary(
            column => (column.First.Kpi.Id, column.First.Kpi.Quantile),
            column => (long)column.Second.Duration.ToTimeSpan().TotalMilliseconds);
    }
}
