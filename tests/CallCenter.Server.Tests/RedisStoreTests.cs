using CallCenter.Core.Storage;
using CallCenter.Server.Hosting;

namespace CallCenter.Server.Tests;

/// <summary>Servers that keep everything in one Redis.</summary>
public sealed class RedisStoreTests : IAsyncLifetime
{
    private static readonly string[] Counted = ["contacts_offered", "contacts_abandoned"];

    private RedisServer _redis = null!;

    public async Task InitializeAsync()
    {
        if (RedisServer.Missing is null) _redis = await RedisServer.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_redis is not null) await _redis.DisposeAsync();
    }

    [RedisFact]
    public async Task Two_servers_over_one_Redis_show_the_same_for_events_sent_to_either()
    {
        await using var one = await LiveServer.StartAsync(UseRedis);
        await using var two = await LiveServer.StartAsync(UseRedis);

        await (await one.HelloAsync("ann")).SendAndAckAsync(1, Given.Many(20));
        await (await two.HelloAsync("bob")).SendAndAckAsync(1, [.. Given.Many(5), Given.Ended("v1", V1.VisitOutcome.Abandoned)]);

        long[] expected = [25, 1];
        foreach (var server in new[] { one, two })
            await Waits.UntilAsync(async () => (await server.CountAsync(Counted)).AsSpan().SequenceEqual(expected), "it shows all");
        var boards = await Task.WhenAll(one.BoardAsync(ByQueue), two.BoardAsync(ByQueue));
        Assert.Equal(Given.Unnumbered(boards[0]), Given.Unnumbered(boards[1]));
    }

    [RedisFact]
    public async Task A_source_goes_on_at_the_other_server_where_the_first_one_stopped()
    {
        await using var one = await LiveServer.StartAsync(UseRedis);
        await using var two = await LiveServer.StartAsync(UseRedis);
        var first = await one.HelloAsync("ann");
        await first.SendAndAckAsync(1, Given.Many(3));
        await one.StopAsync();

        var second = await two.HelloAsync("ann");

        Assert.Equal(3, second.Welcome.CommittedSequence);
        Assert.True(second.Welcome.Fence > first.Welcome.Fence);
        await second.SendAndAckAsync(4, Given.Many(2, from: 4));
        await two.AssertCountAsync([5], "contacts_offered");
    }

    [RedisFact]
    public async Task A_server_starts_again_with_what_was_counted()
    {
        await using (var first = await LiveServer.StartAsync(UseRedis)) await first.PublishAsync(Given.Many(7));

        await using var second = await LiveServer.StartAsync(UseRedis);

        await second.AssertCountAsync([7], "contacts_offered");
    }

    // As src/deploy/README.md says.
    [RedisFact]
    public async Task A_copy_of_Redis_made_while_a_server_runs_is_restored_with_everything_acked_before_it()
    {
        var folder = Directory.CreateTempSubdirectory("ccg-rdb-").FullName;
        await using (var server = await LiveServer.StartAsync(UseRedis))
        {
            await server.PublishAsync(Given.Many(7));
            await _redis.AskAsync("--rdb", Path.Combine(folder, "copy.rdb"));
            await server.PublishAsync(Given.Many(2, from: 8));
        }

        await using var other = await RedisServer.StartAsync("--appendonly", "no", "--dir", folder, "--dbfilename", "copy.rdb");
        await other.AskAsync("CONFIG", "SET", "appendonly", "yes");
        await using var restored = await LiveServer.StartAsync(o => o.Redis = other.Address);

        await restored.AssertCountAsync([7], "contacts_offered");
        Directory.Delete(folder, recursive: true);
    }

    [RedisFact]
    public async Task A_shard_that_cannot_be_read_refuses_its_sources_with_the_reason()
    {
        await using var server = await LiveServer.StartAsync(o => o.Redis = $"{_redis.Address}?shards=1");
        await server.PublishAsync(Given.Many(3));
        var (marks, log) = (await _redis.AskAsync("KEYS", "ccg:*:marks"), await _redis.AskAsync("KEYS", "ccg:*:log"));
        var last = await _redis.AskAsync("HGET", marks, "#");
        await _redis.AskAsync("HSET", marks, "#", await _redis.AskAsync("XADD", log, "*", "p", last, "d", "\u0007newer format"));

        var failure = await Failures.OfAsync(
            server.Ingest.PublishAsync(new V1.PublishRequest { Source = "ann", Events = { Given.Many(1) } }));

        Assert.Equal("STORE_UNAVAILABLE", failure.Reason);
        Assert.Matches("Shard 0 is unreadable: .*written by format 7", failure.Message);
    }

    [Fact]
    public async Task A_Redis_that_is_not_there_ends_the_start_with_the_cause_and_without_the_password()
    {
        var port = Ports.Take();

        await using var app = LiveServer.Build(o => o.Redis = $"redis://:secret@127.0.0.1:{port}");

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => app.StartAsync().WaitAsync(Waits.Limit));
        Assert.StartsWith($"redis://127.0.0.1:{port} cannot be reached: no server answers there", error.Message);
    }

    [Fact]
    public void An_address_that_cannot_be_read_is_named_without_the_password()
    {
        var error = Assert.Throws<ServerOptionsException>(() => LiveServer.Build(o => o.Redis = "redis://:secret@a?shrads=3"));

        Assert.StartsWith("The address of Redis cannot be read: it has no option 'shrads'", Assert.Single(error.Errors));
    }

    private static readonly V1.Selector ByQueue = Given.SelectBy(["queue", "source"], Counted);

    private void UseRedis(ServerOptions options) => options.Redis = _redis.Address;
}
