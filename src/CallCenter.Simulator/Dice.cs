namespace CallCenter.Simulator;

/// <summary>The random numbers of a run, seeded so that the run can be repeated.</summary>
internal sealed class Dice(int seed)
{
    // Talk times of contact centres: many short ones, a long tail.
    private const double Spread = 0.7;

    private readonly Random _random = new(seed);

    public bool Chance(double probability) => _random.NextDouble() < probability;

    public double Between(double low, double high) => low + ((high - low) * _random.NextDouble());

    public TimeSpan UpTo(TimeSpan limit) => limit * _random.NextDouble();

    public TimeSpan Exponential(TimeSpan mean) => mean * -Math.Log(1 - _random.NextDouble());

    public TimeSpan LogNormal(TimeSpan mean) => mean * Math.Exp((Spread * Normal()) - (Spread * Spread / 2));

    public T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    private double Normal() =>
        Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
