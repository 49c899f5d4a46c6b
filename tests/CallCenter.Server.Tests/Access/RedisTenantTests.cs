using CallCenter.V1;

namespace CallCenter.Server.Tests;

/// <summary>Two tenants in one Redis, on one server and on two.</summary>
[NeedsRedis]
public sealed class RedisTenantTests : TenantContract, IClassFixture<OneRedis>
{
    private readonly RedisServer _redis;
    private readonly ServerStore _store;

    public RedisTenantTests(OneRedis redis) : this(redis.Server!, ServerStore.OnRedis(redis.Server!.Address)) { }

    private RedisTenantTests(RedisServer redis, ServerStore store) : base(store.Adjust) => (_redis, _store) = (redis, store);

    [StoreFact]
    public async Task A_tenant_sees_its_own_at_another_server_and_nothing_of_another_tenant()
    {
        await using var second = await StartAsync();
        var (acme, globex) = (await second.ClientAsync("acme", "admin"), await second.ClientAsync("globex", "admin"));
        using var watching = Acme.Subscribe(ByQueue);
        var stolen = (await watching.ReadAsync()).ResumeToken;

        await Waits.UntilAsync(async () => await OfferedAsync(acme) == 3, "the own values to arrive");

        Assert.Equal(0, await OfferedAsync(globex));
        Assert.Empty((await globex.Kpis.ListSourcesAsync(new ListSourcesRequest()).ResponseAsync.InTime()).Sources);
        Assert.Empty((await globex.Kpis.ListQueuesAsync(new ListQueuesRequest()).ResponseAsync.InTime()).Queues);
        using var resumed = globex.Subscribe(ByQueue, stolen);
        Assert.Empty((await resumed.ReadAsync()).Snapshot.Rows);
    }

    [StoreFact]
    public async Task A_source_of_one_name_has_a_stored_mark_for_each_tenant()
    {
        await Globex.PublishAsync("pbx", Given.Queued("v1", "sales"));

        var marks = new List<string>();
        foreach (var key in Lines(await _redis.AskAsync("KEYS", $"{_store.Prefix}:*:marks")))
            marks.AddRange(Lines(await _redis.AskAsync("HKEYS", key)));

        Assert.Equal([":acme\u001fpbx", ":globex\u001fpbx"], marks.Where(mark => mark != "#").Order(StringComparer.Ordinal));
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
