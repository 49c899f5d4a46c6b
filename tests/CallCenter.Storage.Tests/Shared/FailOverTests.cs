using CallCenter.Core.Storage;
using CallCenter.Storage.Redis;

namespace CallCenter.Storage.Tests.Shared;

/// <summary>Masters die and replicas take over; slots move.</summary>
public sealed class FailOverTests
{
    private const int Events = 3000;

    [RedisFact]
    public async Task A_cluster_master_killed_under_load_is_replaced_and_every_event_counts_once()
    {
        await using var cluster = await RedisCluster.StartAsync();
        await using var store = RedisStores.OpenAsUsed(cluster.Address, "ccg");
        var master = await cluster.MasterOfAsync(SlotOf(store));

        await KillUnderLoadAsync(store, master);

        Assert.NotSame(master, await cluster.MasterOfAsync(SlotOf(store)));
        await master.StartAsync();
        await cluster.UntilReadyAsync();
        await SourceOwner.ResumeAsync(store, Samples.Ann, Events + 10);
        await SourceOwner.AssertCountedOnceAsync(store, Samples.Ann, Events + 10);
    }

    [RedisFact]
    public async Task A_master_killed_under_load_is_replaced_by_the_sentinels_and_every_event_counts_once()
    {
        await using var setup = await SentinelSetup.StartAsync();
        await using var store = RedisStores.OpenAsUsed(setup.Address, "ccg");
        var master = await setup.MasterAsync();

        await KillUnderLoadAsync(store, master);

        Assert.NotSame(master, await setup.MasterAsync());
        await master.StartAsync();
        await setup.UntilReadyAsync();
        await KillUnderLoadAsync(store, await setup.MasterAsync(), Events);
    }

    [RedisFact]
    public async Task A_slot_is_followed_to_another_node_and_back_under_load_and_every_event_counts_once()
    {
        await using var cluster = await RedisCluster.StartAsync();
        await using var store = RedisStores.OpenAsUsed(cluster.Address, "ccg");
        using var retries = new Measured(RedisMetrics.MeterName, "callcenter.redis.retries");
        await SourceOwner.ResumeAsync(store, Samples.Ann, 10);
        var home = await cluster.MasterOfAsync(SlotOf(store));
        var away = await cluster.MasterOfAsync((SlotOf(store) + 8192) % 16384);

        foreach (var (to, until) in new[] { (away, 4000), (home, 8000) })
        {
            var sent = 0;
            var sending = SourceOwner.ResumeAsync(store, Samples.Ann, until, n => Volatile.Write(ref sent, n));
            // Each key moves while events are on their way: some calls meet a shard of which only some keys are there, and ask again.
            await cluster.MoveSlotAsync(SlotOf(store), to, async () =>
            {
                var (sentBefore, retriesBefore) = (Volatile.Read(ref sent), retries.Sum);
                await Waits.UntilAsync(
                    () => Task.FromResult(Volatile.Read(ref sent) > sentBefore || retries.Sum > retriesBefore), "a call more");
            });
            Assert.False(sending.IsCompleted, "The slot had moved only after the last event.");
            await sending;
        }

        Assert.True(retries.Sum > 0);
        await SourceOwner.AssertCountedOnceAsync(store, Samples.Ann, 8000);
    }

    [RedisFact]
    public async Task The_store_opens_while_one_node_of_the_cluster_is_away()
    {
        await using var cluster = await RedisCluster.StartAsync();
        var master = await cluster.MasterOfAsync(0);
        await cluster.Nodes.First(n => n != master).KillAsync();

        await using var store = RedisStores.OpenAsUsed(cluster.Address, "ccg");

        await SourceOwner.ResumeAsync(store, Samples.Ann, 10);
    }

    [RedisTheory]
    [InlineData(0)]
    [InlineData(1500)]
    public async Task A_store_that_opens_during_a_fail_over_waits_for_the_new_master(int killedBeforeMs)
    {
        await using var cluster = await RedisCluster.StartAsync();
        await using var store = RedisStores.Open(cluster.Address, "ccg");
        // The first shard's, where the start-up checks try what will be used.
        await (await cluster.MasterOfAsync(HashSlots.Of(HashSlots.Tags(store.ShardCount)[0]))).KillAsync();
        await Task.Delay(killedBeforeMs);

        for (var shard = 0; shard < store.ShardCount; shard++) await store.LoadAsync(shard, CancellationToken.None);
    }

    private static int SlotOf(IMetricStore store) => HashSlots.Of(HashSlots.Tags(store.ShardCount)[Samples.ShardOf(store, Samples.Ann)]);

    private static async Task KillUnderLoadAsync(IMetricStore store, RedisServer master, int from = 0)
    {
        var reached = new TaskCompletionSource();
        var sending = SourceOwner.ResumeAsync(store, Samples.Ann, from + Events, sent =>
        {
            if (sent >= from + Events / 3) reached.TrySetResult();
        });
        await reached.Task.InTime();
        await master.KillAsync();
        await sending;

        await SourceOwner.AssertCountedOnceAsync(store, Samples.Ann, from + Events);
    }
}
