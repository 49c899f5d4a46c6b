namespace CallCenter.Server.Tests;

/// <summary>A server that a test kills starts again on its port: no other test process may take it meanwhile.</summary>
public sealed class PortTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Two_processes_that_begin_at_the_same_port_never_have_one_in_common()
    {
        var range = new PortRange(20_000, 20_099);
        using var one = new PortLocks(_folder.Path, range, first: 7);
        using var other = new PortLocks(_folder.Path, range, first: 7);

        var ports = Enumerable.Range(0, 50).SelectMany(_ => new[] { one.Take(), other.Take() }).ToList();

        Assert.Equal(Enumerable.Range(20_000, 100), ports.Order());
        Assert.Throws<InvalidOperationException>(() => one.Take());
    }

    [Fact]
    public void The_ports_of_a_process_are_free_again_when_it_has_ended()
    {
        var range = new PortRange(20_000, 20_000);
        using (var ended = new PortLocks(_folder.Path, range, first: 0)) ended.Take();

        using var next = new PortLocks(_folder.Path, range, first: 0);

        Assert.Equal(20_000, next.Take());
    }

    [Theory]
    [InlineData(32_768, 60_999, 12_000, 29_999)]
    [InlineData(49_152, 65_535, 12_000, 29_999)]
    [InlineData(20_000, 60_999, 12_000, 19_999)]
    [InlineData(1_024, 50_000, 50_001, 65_535)]
    [InlineData(1_024, 11_000, 12_000, 29_999)]
    [InlineData(1_024, 65_535, 12_000, 29_999)]
    public void Servers_have_ports_that_the_kernel_gives_to_no_connection(int first, int last, int expectedFirst, int expectedLast)
        => Assert.Equal(new PortRange(expectedFirst, expectedLast), PortRange.Outside(new PortRange(first, last)));

    [Fact]
    public void A_port_that_was_taken_is_held_against_other_processes()
    {
        var port = Ports.Take();
        var folder = Path.Combine(Path.GetTempPath(), $"ccg-ports-{Environment.UserName}");

        using var other = new PortLocks(folder, new PortRange(port, port), first: 0);

        Assert.Throws<InvalidOperationException>(() => other.Take());
    }
}
