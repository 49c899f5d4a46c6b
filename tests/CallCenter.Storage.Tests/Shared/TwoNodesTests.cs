using CallCenter.Core.Identity;
using CallCenter.Engine.Ingest;

namespace CallCenter.Storage.Tests.Shared;

/// <summary>Engines over one Redis.</summary>
public sealed class TwoNodesTests : IAsyncLifetime
{
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
    public async Task Events_sent_to_either_node_are_on_the_boards_of_both()
    {
        await using var one = await StoreNodes.StartAsync(RedisStores.Open(_redis.Address, "ccg"));
        await using var two = await StoreNodes.StartAsync(RedisStores.Open(_redis.Address, "ccg"));

        await StoreNodes.CountAsync(await one.OpenAsync(new(TenantId.Default, "ann")), 1, 30);
        await StoreNodes.CountAsync(await two.OpenAsync(new(TenantId.Default, "bob")), 1, 12);

        await Waits.UntilAsync(async () => (await one.OfferedAsync(), await two.OfferedAsync()) == (42, 42), "both show all");
    }

    // With a fold every second, what the third one reads is partly blocks and partly log.
    [RedisFact]
    public async Task A_node_that_starts_later_and_one_that_takes_over_a_source_show_the_counted_events()
    {
        await using var one = await StoreNodes.StartAsync(RedisStores.Open(_redis.Address, "ccg"));
        await using var two = await StoreNodes.StartAsync(RedisStores.Open(_redis.Address, "ccg"));
        await StoreNodes.CountAsync(await one.OpenAsync(Samples.Ann), 1, 30);
        await Waits.UntilAsync(async () => await _redis.AskAsync("KEYS", "*:block:*") != "", "a fold");

        var taken = await two.OpenAsync(Samples.Ann);
        await StoreNodes.CountAsync(taken, 31, 40);
        await using var three = await StoreNodes.StartAsync(RedisStores.Open(_redis.Address, "ccg"));

        Assert.Equal(30, taken.Committed.Value);
        Assert.Equal(40, await three.OfferedAsync());
        await Waits.UntilAsync(async () => (await one.OfferedAsync(), await two.OfferedAsync()) == (40, 40), "both show all");
    }

    [RedisFact]
    public async Task A_visit_that_ended_at_one_node_is_excluded_at_the_other()
    {
        await using var one = await StoreNodes.StartAsync(RedisStores.Open(_redis.Address, "ccg"));
        await using var two = await StoreNodes.StartAsync(RedisStores.Open(_redis.Address, "ccg"));
        await StoreNodes.CountAsync(await one.OpenAsync(Samples.Ann), 1, 30);
        await StoreNodes.AbandonAsync(await one.OpenAsync(Samples.Ann), 31, "v7", "v8");
        await Waits.UntilAsync(async () => await _redis.AskAsync("KEYS", "*:ledger") != "", "a fold");
        await StoreNodes.AbandonAsync(await one.OpenAsync(Samples.Ann), 33, "v9");

        await StoreNodes.ExcludeAsync(await two.OpenAsync(Samples.Ann), 34, "v7", "v9", "v1");

        await Waits.UntilAsync(async () => (await one.OfferedAsync(), await two.OfferedAsync()) == (27, 27), "both show what is left");
        Assert.Equal((1, 3), (await two.CountAsync("contacts_abandoned"), await two.CountAsync("contacts_excluded")));
    }

    [RedisFact]
    public async Task After_a_roll_back_of_Redis_a_session_resumes_and_every_board_agrees()
    {
        await using var one = await StoreNodes.StartAsync(RedisStores.Open(_redis.Address, "ccg"));
        await using var two = await StoreNodes.StartAsync(RedisStores.Open(_redis.Address, "ccg"));
        await StoreNodes.CountAsync(await one.OpenAsync(Samples.Ann), 1, 10);
        await CopyAllAsync("ccg:", "copy:");
        var session = await one.OpenAsync(Samples.Ann);
        await StoreNodes.CountAsync(session, 11, 20);
        await Waits.UntilAsync(async () => await two.OfferedAsync() == 20, "the other node has followed");

        await CopyAllAsync("copy:", "ccg:");

        // By its commit, or before it by the board, whichever sees it first.
        var end = await Assert.ThrowsAsync<SessionEndedException>(async () =>
        {
            await StoreNodes.SendAsync(session, 21, 21);
            await ReadToEndAsync(session);
        }).InTime();
        Assert.Equal(SessionEnd.MarkMoved, end.End);
        var resumed = await two.OpenAsync(Samples.Ann);
        Assert.Equal(10, resumed.Committed.Value);
        await StoreNodes.CountAsync(resumed, 11, 15);
        await Waits.UntilAsync(async () => (await one.OfferedAsync(), await two.OfferedAsync()) == (15, 15), "both show what counts");
    }

    // In one step, as a fall-back is: a fold between two keys would leave a state that never was.
    private Task CopyAllAsync(string from, string to) => _redis.AskAsync("EVAL", """
        for _, key in ipairs(redis.call('KEYS', ARGV[2] .. '*')) do redis.call('DEL', key) end
        for _, key in ipairs(redis.call('KEYS', ARGV[1] .. '*')) do redis.call('COPY', key, ARGV[2] .. string.sub(key, #ARGV[1] + 1)) end
        """, "0", from, to);

    private static async Task ReadToEndAsync(SourceSession session)
    {
        while (await session.NextAckAsync() is { } notice) session.AckWritten(notice);
    }
}
