using CallCenter.Core.Events;

namespace CallCenter.Core.Tests.Views;

/// <summary>Quantiles of times with few very long ones, as waits are, against those of the sorted times.</summary>
public sealed class HeavyTailTests
{
    private const int Visits = 20_000;

    private static readonly double[] Quantiles = [0.5, 0.9, 0.95, 0.99, 0.999];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Quantiles_of_lognormal_times_are_within_a_hundredth(int seed) => AssertNear(Lognormal(new Random(seed)));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Quantiles_of_Pareto_times_are_within_a_hundredth(int seed) => AssertNear(Pareto(new Random(seed)));

    private static void AssertNear(IEnumerable<double> seconds)
    {
        var centre = new Centre().At(0);
        var times = seconds.Take(Visits).Select(s => TimeSpan.FromMilliseconds(Math.Ceiling(Math.Min(s, 86_400) * 1000))).ToList();
        for (var i = 0; i < times.Count; i++) Answer(centre, $"v{i}", times[i]);
        var sorted = times.Select(t => t.TotalMilliseconds).Order().ToList();

        Assert.All(Quantiles, quantile =>
        {
            var exact = sorted[(int)Math.Ceiling(quantile * Visits) - 1];
            Assert.InRange(centre.Value("speed_of_answer", quantile: quantile).A, exact * 0.99, exact * 1.01);
        });
    }

    private static void Answer(Centre centre, string visit, TimeSpan wait)
    {
        centre.Queue(visit);
        Assert.Equal(Floor.ApplyResult.Counted, centre.Send(new VisitAnswered(visit, "ann", wait, null) { OccurredAt = centre.Now }));
        centre.End(visit, VisitOutcome.CompletedByCustomer);
    }

    // Half of the times up to 20 s, one in a hundred above 11 min.
    private static IEnumerable<double> Lognormal(Random random)
    {
        while (true)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            yield return 20 * Math.Exp(1.5 * normal);
        }
    }

    // From 5 s, with an infinite variance.
    private static IEnumerable<double> Pareto(Random random)
    {
        while (true) yield return 5 * Math.Pow(1 - random.NextDouble(), -1 / 1.2);
    }
}
