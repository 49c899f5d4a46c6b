namespace CallCenter.Campaign;

/// <summary>What can be done to the sources and their ways to the nodes.</summary>
public sealed class FeedFaults(IReadOnlyList<SourceAdapter> adapters, IReadOnlyList<NodeRelay> relays)
{
    public IReadOnlyList<Fault> All =>
    [
        new("connection cut", CutAsync),
        new("acks lost", LoseAcksAsync),
        new("take-over in mid-batch", TakeOverAsync),
    ];

    private Task<string> CutAsync(Random random)
    {
        foreach (var relay in relays) relay.Cut(reset: random.Next(2) == 0);
        return Task.FromResult("all");
    }

    private async Task<string> LoseAcksAsync(Random random)
    {
        var time = TimeSpan.FromMilliseconds(random.Next(20, 500));
        await Task.WhenAll(relays.Select(relay => relay.LoseAcksAsync(time)));
        return $"for {time.TotalMilliseconds} ms";
    }

    // The one before goes on meanwhile, as an adapter does that does not know yet.
    private async Task<string> TakeOverAsync(Random random)
    {
        var adapter = adapters[random.Next(adapters.Count)];
        var how = adapter.TakeOver();
        await Task.Delay(random.Next(100, 1000));
        await adapter.EndOldAsync();
        return how;
    }
}
