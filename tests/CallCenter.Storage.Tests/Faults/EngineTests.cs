using CallCenter.Storage.Embedded;

namespace CallCenter.Storage.Tests.Faults;

/// <summary>The engine over a store that fails.</summary>
public sealed class EngineTests
{
    [Fact]
    public async Task An_unreadable_store_at_the_takeover_of_folding_does_not_end_the_board()
    {
        var store = new FaultyStore(
            new EmbeddedMetricStore(new EmbeddedStoreOptions { Durability = Durability.Memory }, TimeProvider.System));
        await using var node = await StoreNodes.StartAsync(store);
        store.IsFoldedElsewhere = true;
        var session = await node.OpenAsync(Samples.Ann);
        await StoreNodes.CountAsync(session, 1, 3);
        await Waits.UntilAsync(() => Task.FromResult(store.RefusedLeases > 0), "the node learns that another one folds");

        (store.IsFoldedElsewhere, store.FailsToLoad) = (false, true);
        await Waits.UntilAsync(() => Task.FromResult(store.FailedLoads > 0), "the node takes over");
        await StoreNodes.CountAsync(session, 4, 5);
        store.FailsToLoad = false;
        await Waits.UntilAsync(() => Task.FromResult(store.Folds > 0), "the node folds");

        Assert.Equal(5, await node.OfferedAsync());
    }
}
