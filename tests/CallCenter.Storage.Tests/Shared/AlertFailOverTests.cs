using CallCenter.Core.Alerts;
using CallCenter.Core.Identity;
using CallCenter.Core.Storage;
using CallCenter.Engine.Alerts;

namespace CallCenter.Storage.Tests.Shared;

/// <summary>Alerts of two nodes over one Redis, one of which evaluates at a time.</summary>
public sealed class AlertFailOverTests : IAsyncLifetime
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
    public async Task Alerts_are_raised_and_cleared_once_each_while_nodes_come_and_go()
    {
        var dice = new Random(5);
        var sequence = 0;
        List<AlertNode> nodes = [await StartAsync(), await StartAsync()];
        await using var watcher = RedisStores.Open(_redis.Address, "ccg");
        for (var round = 0; round < 6; round++)
        {
            await ChangeAsync(nodes[^1], round, ref sequence, waits: true);
            await UntilOpenAsync(watcher, 1);
            if (dice.Next(2) == 0) await ReplaceAsync(nodes, dice.Next(2));
            await ChangeAsync(nodes[^1], round, ref sequence, waits: false);
            await UntilOpenAsync(watcher, 0);
            if (dice.Next(2) == 0) await ReplaceAsync(nodes, dice.Next(2));
        }
        foreach (var node in nodes) await node.DisposeAsync();

        var alerts = await ReadAllAsync(watcher);
        Assert.Equal(6, alerts.Count);
        Assert.All(alerts, of => Assert.True(of.Alert.Since <= of.Alert.RaisedAt && of.Alert.RaisedAt <= of.Alert.ClearedAt));
        Assert.All(alerts.Zip(alerts.Skip(1)), pair => Assert.True(pair.First.Alert.Since >= pair.Second.Alert.ClearedAt));
    }

    [RedisFact]
    public async Task A_watcher_at_one_node_sees_what_another_evaluates_and_a_third_acknowledged()
    {
        var sequence = 0;
        await using var one = await StartAsync();
        await using var two = await StartAsync();
        await using var third = RedisStores.Open(_redis.Address, "ccg");
        var reading = new AlertReading(null, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), CancellationToken.None);
        await using var first = Watch(one, reading);
        await using var second = Watch(two, reading);
        Assert.True(await first.MoveNextAsync().AsTask().InTime() && first.Current.IsSnapshot);
        Assert.True(await second.MoveNextAsync().AsTask().InTime() && second.Current.IsSnapshot);

        await ChangeAsync(one, 0, ref sequence, waits: true);
        var (seenByOne, seenByTwo) = (await NextAsync(first), await NextAsync(second));
        var acknowledgement = AlertCodec.Encode(new Acknowledgement("ann", "", default));
        Assert.True(await third.Alerts.AcknowledgeAsync(TenantId.Default, seenByOne.Alert.Id, acknowledgement, default));

        Assert.Equal((seenByOne.Alert.Id, seenByOne.Revision), (seenByTwo.Alert.Id, seenByTwo.Revision));
        Assert.Equal("ann", (await NextAsync(first)).Acknowledgement?.Name);
        Assert.Equal("ann", (await NextAsync(second)).Acknowledgement?.Name);
    }

    [RedisFact]
    public async Task A_dead_nodes_lease_is_waited_for_and_its_late_write_is_refused()
    {
        var sequence = 0;
        await using var dead = RedisStores.Open(_redis.Address, "ccg");
        await using var other = RedisStores.Open(_redis.Address, "ccg");
        await other.Alerts.ReadRevisionAsync(TenantId.Default, default);
        var lease = (await dead.Alerts.LeaseAsync(TenantId.Default, Fence.None, TimeSpan.FromSeconds(5), default))!.Value;
        Assert.Null(await other.Alerts.LeaseAsync(TenantId.Default, Fence.None, TimeSpan.FromSeconds(5), default));
        await using var node = await StartAsync();
        await ChangeAsync(node, 0, ref sequence, waits: true);
        await UntilOpenAsync(dead, 1);

        var late = new StoredAlert(1, 0, true, new byte[] { 2 }, default);

        Assert.False(await dead.Alerts.WriteAsync(
            TenantId.Default, new AlertWrite(lease.Fence, [late], [], new AlertsKept(0, 100)), default));
        Assert.Single(await ReadAllAsync(dead));
    }

    private Task<AlertNode> StartAsync() => AlertNode.StartAsync(RedisStores.Open(_redis.Address, "ccg"));

    private async Task ReplaceAsync(List<AlertNode> nodes, int which)
    {
        await nodes[which].DisposeAsync();
        nodes.RemoveAt(which);
        nodes.Add(await StartAsync());
    }

    // Two visits wait, or give up.
    private static Task ChangeAsync(AlertNode node, int round, ref int sequence, bool waits)
    {
        var first = sequence + 1;
        sequence += 2;
        return SendAsync(node, round, first, waits);
    }

    private static async Task SendAsync(AlertNode node, int round, int first, bool waits)
    {
        var session = await node.OpenAsync();
        string[] visits = [$"a{round}", $"b{round}"];
        await (waits ? StoreNodes.QueueAsync(session, first, visits) : StoreNodes.AbandonAsync(session, first, visits));
    }

    private static Task UntilOpenAsync(IMetricStore store, int count) => Waits.UntilAsync(
        async () => (await FeedOf(store).ReadOpenAsync(default)).Alerts.Count == count, $"{count} open alerts");

    private static AlertFeed FeedOf(IMetricStore store) => new AlertFeeds(store, TimeProvider.System).Of(TenantId.Default);

    private static async Task<List<AlertEntry>> ReadAllAsync(IMetricStore store)
    {
        var all = new List<AlertEntry>();
        await foreach (var entry in FeedOf(store).ReadBeforeAsync(long.MaxValue, isOpenOnly: false, default)) all.Add(entry);
        return all;
    }

    private static IAsyncEnumerator<AlertsRead> Watch(AlertNode node, AlertReading reading)
        => new AlertReader(node.Feeds.Of(TenantId.Default), reading, TimeProvider.System).ReadAsync(default).GetAsyncEnumerator();

    private static async Task<AlertEntry> NextAsync(IAsyncEnumerator<AlertsRead> watch)
    {
        Assert.True(await watch.MoveNextAsync().AsTask().InTime());
        return Assert.Single(watch.Current.Entries.Alerts);
    }
}
