using CallCenter.Core.Events;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Engine.Ingest;

namespace CallCenter.Storage.Tests.Shared;

/// <summary>Rows retire on every node and in the store.</summary>
[Collection(nameof(OneRedis))]
public sealed class RetiredRowTests(OneRedis redis)
{
    private static readonly FloorOptions OneHour = new() { WindowMax = TimeSpan.FromHours(1) };

    [RedisFact]
    public async Task Retired_row_is_gone_from_all_nodes_and_the_store_and_its_key_may_come_again()
    {
        var prefix = RedisStores.NewPrefix();
        await using var one = await StartAsync(prefix);
        await using var two = await StartAsync(prefix);
        var session = await one.OpenAsync(Samples.Ann);
        await SendAsync(session, 1, Contact("old", hoursAgo: 3), Contact("busy", hoursAgo: 3));
        await ShownAsync("busy:0 old:0", one, two);
        await StoredAsync(prefix, queue: "old", isStored: true);

        await SendAsync(session, 5, Contact("busy", hoursAgo: 0), Contact("new", hoursAgo: 0));

        await ShownAsync("busy:1 new:1", one, two);
        await StoredAsync(prefix, queue: "old", isStored: false);
        await using var three = await StartAsync(prefix);
        await ShownAsync("busy:1 new:1", three);
        await SendAsync(await two.OpenAsync(Samples.Ann), 9, Contact("old", hoursAgo: 0), Contact("busy", hoursAgo: 0));
        await ShownAsync("busy:2 new:1 old:1", one, two, three);
        await StoredAsync(prefix, queue: "old", isStored: true);
        await using var four = await StartAsync(prefix);
        await ShownAsync("busy:2 new:1 old:1", four);
    }

    private async Task<Node> StartAsync(string prefix)
        => await StoreNodes.StartAsync(RedisStores.Open(redis.Server!.Address, prefix), OneHour);

    private static Task ShownAsync(string offered, params Node[] nodes) => Waits.UntilAsync(async () =>
    {
        foreach (var node in nodes)
        {
            if (await node.OfferedByQueueAsync() != offered) return false;
        }
        return true;
    }, $"the nodes show {offered}");

    // In the image, which each node reads when it starts.
    private async Task StoredAsync(string prefix, string queue, bool isStored)
    {
        await using var store = RedisStores.Open(redis.Server!.Address, prefix);
        await Waits.UntilAsync(async () =>
        {
            var image = await store.LoadAsync(Samples.ShardOf(store, Samples.Ann), default);
            var name = System.Text.Encoding.UTF8.GetBytes(queue);
            return image.Rows.Any(r => r.Key.Span.IndexOf(name) >= 0) == isStored && image.Rows.Count > 0;
        }, $"the row of queue {queue} is {(isStored ? "" : "not ")}stored");
    }

    private static VisitEvent[] Contact(string queue, int hoursAgo)
    {
        var at = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()) - TimeSpan.FromHours(hoursAgo);
        var traits = new VisitTraits(queue, Channel.Phone, Direction.Inbound, "", "", "", "");
        return
        [
            new VisitQueued(queue, queue, traits) { OccurredAt = at },
            new VisitEnded(queue, VisitOutcome.Abandoned, null, null, false) { OccurredAt = at },
        ];
    }

    private static async Task SendAsync(SourceSession session, int first, params VisitEvent[][] contacts)
    {
        var events = contacts.SelectMany(c => c).Select(e => new IncomingEvent(e, null)).ToList();
        Assert.True(await session.PostAsync(new SequencedBatch(new Sequence(first), events), default));
        var committed = 0L;
        while (committed < first + events.Count - 1)
        {
            var notice = await session.NextAckAsync().AsTask().InTime();
            Assert.Empty(notice!.Rejections);
            session.AckWritten(notice);
            committed = notice.Committed.Value;
        }
    }
}
