namespace CallCenter.Campaign;

/// <summary>The faults of the sources and their connections.</summary>
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

    // The former sender continues meanwhile, like an adapter that does not know of the take-over yet.
    private async Task<string> TakeOverAsync(Random random)
    {
        var adapter = adapters[random.Next(adapters.Count)];
        var how = adapter.TakeOver();
        await Task.Delay(random.Next(100, 1000));
        await adapter.EndOldAsync();
        return how;
    }
}
