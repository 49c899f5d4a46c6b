namespace CallCenter.Client.Tests;

public sealed class BackOffTests
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    [Fact]
    public void Delays_are_a_part_of_a_ceiling_that_doubles_up_to_the_maximum()
    {
        var backOff = new BackOff(Shortest, Longest, new AlwaysRandom(0.5));

        double[] waits = [.. Enumerable.Range(0, 11).Select(_ => backOff.Next(null).TotalSeconds)];

        Assert.Equal([0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 15, 15], waits);
    }

    [Fact]
    public void Delays_of_many_clients_are_spread_from_zero_to_the_ceiling()
    {
        Assert.Equal(TimeSpan.Zero, new BackOff(Shortest, Longest, new AlwaysRandom(0)).Next(null));
        Assert.Equal(TimeSpan.FromMilliseconds(99), new BackOff(Shortest, Longest, new AlwaysRandom(0.99)).Next(null));
    }

    [Fact]
    public void A_success_resets_the_delay()
    {
        var backOff = new BackOff(Shortest, Longest, new AlwaysRandom(0.5));
        backOff.Next(null);
        backOff.Next(null);

        backOff.Reset();

        Assert.Equal(TimeSpan.FromMilliseconds(50), backOff.Next(null));
    }

    [Fact]
    public void No_retry_comes_before_the_delay_of_the_server()
    {
        var backOff = new BackOff(Shortest, Longest, new AlwaysRandom(0.5));

        Assert.Equal(TimeSpan.FromSeconds(5.05), backOff.Next(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void The_delay_never_exceeds_the_maximum()
    {
        var backOff = new BackOff(Shortest, Longest, new AlwaysRandom(0.999));

        TimeSpan[] waits = [.. Enumerable.Range(0, 5000).Select(_ => backOff.Next(null))];

        Assert.Equal(29.97, waits[^1].TotalSeconds, 3);
    }

    private sealed class AlwaysRandom(double value) : Random
    {
        public override double NextDouble() => value;
    }
}
