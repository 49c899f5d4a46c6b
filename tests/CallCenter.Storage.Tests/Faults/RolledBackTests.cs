using CallCenter.Storage.Embedded;

namespace CallCenter.Storage.Tests.Faults;

/// <summary>The engine over a store that falls back.</summary>
public sealed class RolledBackTests
{
    [Fact]
    public async Task A_page_in_flight_during_a_reload_is_not_applied()
    {
        var store = new RolledBackStore(
            new EmbeddedMetricStore(new EmbeddedStoreOptions { Durability = Durability.Memory }, TimeProvider.System));
        await using var node = await StoreNodes.StartAsync(store);
        await StoreNodes.CountAsync(await node.OpenAsync(Samples.Ann), 1, 3);
        store.FallsBack = true;
        await Waits.UntilAsync(() => Task.FromResult(store.IsReadHeld), "the board follows the log");

        // A claim reads on to the log's end: the chain is broken and the shard is loaded anew, before the page comes.
        await node.OpenAsync(Samples.Ann);
        var reads = store.Reads;
        store.Release();

        await Waits.UntilAsync(() => Task.FromResult(store.Reads > reads + 1), "the board follows on");
        Assert.Equal(3, await node.OfferedAsync());
    }
}
