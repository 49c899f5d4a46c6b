using CallCenter.Core.Staffing;

namespace CallCenter.Core.Tests.Staffing;

/// <summary>Erlang C and A against published tables, and against a queue that is played event by event.</summary>
public sealed class ErlangModelTests
{
    private static readonly TimeSpan TwentySeconds = TimeSpan.FromSeconds(20);

    /// <summary>Tables of Erlang C, as in Cooper, Introduction to Queueing Theory, and any textbook.</summary>
    [Theory]
    [InlineData(1, 2, 0.3333)]
    [InlineData(2, 3, 0.4444)]
    [InlineData(5, 6, 0.5875)]
    [InlineData(10, 11, 0.6821)]
    [InlineData(10, 14, 0.1741)]
    [InlineData(20, 24, 0.2981)]
    public void Probabilities_of_a_wait_equal_the_tables(double erlangs, int agents, double expected)
        => Assert.Equal(expected, ErlangModel.WaitProbability(erlangs, agents), 0.00006);

    /// <summary>Tables of Erlang B.</summary>
    [Theory]
    [InlineData(1, 1, 0.5)]
    [InlineData(5, 10, 0.0184)]
    [InlineData(10, 10, 0.2146)]
    [InlineData(100, 100, 0.0757)]
    public void Blocked_calls_equal_the_tables(double erlangs, int agents, double expected)
        => Assert.Equal(expected, ErlangModel.Blocked(erlangs, agents), 0.00006);

    /// <summary>100 calls in half an hour of 3 min each: the worked example of Call Centre Helper's "Erlang C Formula".</summary>
    [Fact]
    public void The_worked_example_of_a_hundred_calls_in_half_an_hour()
    {
        var load = new Workload(200, TimeSpan.FromMinutes(3), null);

        var service = ErlangModel.Expect(load, 14, TwentySeconds);

        Assert.Equal(10, load.Erlangs, 9);
        Assert.Equal((0.888, 0.714), (Math.Round(service.ServiceLevel, 3), Math.Round(service.Occupancy, 3)));
        Assert.Equal(7.8, service.AverageWait.TotalSeconds, 0.05);
        Assert.Equal(14, ErlangModel.AgentsFor(load, TwentySeconds, 0.8));
        Assert.True(ErlangModel.Expect(load, 13, TwentySeconds).ServiceLevel < 0.8);
    }

    /// <summary>Gans, Koole and Mandelbaum, Telephone Call Centers (2003), table 1: 50 agents, 48 calls a minute of 1 min each, and a
    /// patience of 2 min.</summary>
    [Fact]
    public void Erlang_C_and_A_equal_the_published_comparison()
    {
        var patient = ErlangModel.Expect(new Workload(48 * 60, TimeSpan.FromMinutes(1), null), 50, TwentySeconds);
        var impatient = ErlangModel.Expect(new Workload(48 * 60, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2)), 50, TwentySeconds);

        Assert.Equal((20.8, 0.96), (Math.Round(patient.AverageWait.TotalSeconds, 1), Math.Round(patient.Occupancy, 2)));
        Assert.Equal((0.031, 0.93), (Math.Round(impatient.Abandoned, 3), Math.Round(impatient.Occupancy, 2)));
        Assert.Equal(3.7, impatient.AverageWait.TotalSeconds, 0.05);
    }

    [Theory]
    [InlineData(30, 240, 90, 2)]
    [InlineData(120, 180, 60, 5)]
    [InlineData(300, 200, 300, 17)]
    public void Erlang_A_equals_a_queue_played_event_by_event(double perHour, int handleSeconds, int patienceSeconds, int agents)
    {
        var load = new Workload(perHour, TimeSpan.FromSeconds(handleSeconds), TimeSpan.FromSeconds(patienceSeconds));

        var expected = ErlangModel.Expect(load, agents, TwentySeconds);
        var (within, abandoned, wait) = PlayedQueue.Run(load, agents, TwentySeconds, contacts: 400_000);

        Assert.Equal(expected.ServiceLevel, within, 0.006);
        Assert.Equal(expected.Abandoned, abandoned, 0.006);
        Assert.Equal(expected.AverageWait.TotalSeconds, wait, 0.03 * expected.AverageWait.TotalSeconds + 0.05);
    }

    [Fact]
    public void Endless_patience_is_that_of_Erlang_C()
    {
        var endless = new Workload(200, TimeSpan.FromMinutes(3), TimeSpan.FromDays(1_000));

        var a = ErlangModel.Expect(endless, 12, TwentySeconds);
        var c = ErlangModel.Expect(endless with { Patience = null }, 12, TwentySeconds);

        Assert.Equal(c.ServiceLevel, a.ServiceLevel, 0.0001);
        Assert.Equal(c.AverageWait.TotalSeconds, a.AverageWait.TotalSeconds, 0.1);
    }

    [Fact]
    public void Edges()
    {
        var none = new Workload(0, TimeSpan.FromMinutes(3), null);
        var busy = new Workload(200, TimeSpan.FromMinutes(3), null);

        Assert.Equal((0, 1.0), (ErlangModel.AgentsFor(none, TwentySeconds, 0.8), ErlangModel.Expect(none, 0, TwentySeconds).ServiceLevel));
        Assert.Equal(new ExpectedService(0, TimeSpan.MaxValue, 0, 1), ErlangModel.Expect(busy, 10, TwentySeconds));
        Assert.Equal(1, ErlangModel.Expect(busy with { Patience = TimeSpan.FromMinutes(1) }, 0, TwentySeconds).Abandoned, 6);
        Assert.Null(ErlangModel.AgentsFor(busy, TwentySeconds, 1.1));
    }
}
