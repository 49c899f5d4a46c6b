namespace CallCenter.Client.Tests;

public sealed class BackOffTests
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    [Fact]
    public void Waits_are_a_part_of_a_ceiling_that_doubles_up_to_the_longest()
    {
        var backOff = new BackOff(Shortest, Longest, new AlwaysRandom(0.5));

        double[] waits = [.. Enumerable.Range(0, 11).Select(_ => backOff.Next(null).TotalSeconds)];

        Assert.Equal([0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 15, 15], waits);
    }

    [Fact]
    public void Waits_of_many_clients_are_spread_from_nothing_to_the_ceiling()
    {
        Assert.Equal(TimeSpan.Zero, new BackOff(Shortest, Longest, new AlwaysRandom(0)).Next(null));
        Assert.Equal(TimeSpan.FromMilliseconds(99), new BackOff(Shortest, Longest, new AlwaysRandom(0.99)).Next(null));
    }

    [Fact]
    public void A_success_makes_the_next_failure_a_first_one()
    {
        var backOff = new BackOff(Shortest, Longest, new AlwaysRandom(0.5));
        backOff.Next(null);
        backOff.Next(null);

        backOff.Reset();

        Assert.Equal(TimeSpan.FromMilliseconds(50), backOff.Next(null));
    }

    [Fact]
    public void Nobody_comes_back_before_the_time_that_the_server_asks_for()
    {
        var backOff = new BackOff(Shortest, Longest, new AlwaysRandom(0.5));

        Assert.Equal(TimeSpan.FromSeconds(5.05), backOff.Next(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void After_any_number_of_failures_the_wait_stays_below_the_longest()
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
