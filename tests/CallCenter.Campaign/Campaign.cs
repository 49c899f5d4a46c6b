using CallCenter.Testing;

namespace CallCenter.Campaign;

/// <summary>
/// Sources, nodes and a store under random faults of every kind; after each cycle all faults are healed and every
/// counter of every node must equal the model.
/// </summary>
public sealed class Campaign : IAsyncDisposable
{
    private readonly CampaignOptions _options;
    private readonly FaultLog _log;
    private readonly Random _random;
    private readonly List<Story> _stories = [];
    private readonly List<SourceAdapter> _adapters = [];
    private readonly List<NodeRelay> _relays = [];
    private readonly List<IAsyncDisposable> _open = [];
    private readonly List<ResumingWatcher> _resuming = [];
    private readonly List<StreamWatcher> _streams = [];
    private readonly Lock _gate = new();
    private Dictionary<string, long> _highest = [];

    private Campaign(CampaignOptions options, FaultLog log) => (_options, _log, _random) = (options, log, new Random(options.Seed));

    /// <summary>Runs the campaign to its verdict; throws only when the campaign itself fails.</summary>
    public static async Task<Verdict> RunAsync(CampaignOptions options, FaultLog log)
    {
        await using var campaign = new Campaign(options, log);
        return await campaign.RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var adapter in _adapters) await adapter.DisposeAsync();
        for (var i = _open.Count - 1; i >= 0; i--) await _open[i].DisposeAsync();
    }

    private async Task<Verdict> RunAsync()
    {
        var world = Own(await World.StartAsync(_options, _log));
        var model = Own(await MemoryModel.StartAsync());
        OpenSources(world);
        OpenWatchers(world);
        var comparison = new Comparison(world, model, _stories);
        var differences = Differences.None;
        for (var cycle = 1; cycle <= _options.Cycles && !differences.Any; cycle++)
        {
            _log.Say($"cycle {cycle}");
            Grow();
            await Task.WhenAll([.. _stories.Select(model.FollowAsync), StrikeAsync(world.Faults, _options.FaultsOfCycle),
                StrikeAsync(new FeedFaults(_adapters, _relays).All, _options.FaultsOfCycle * 3 / 2)]);
            differences = await HealAndCompareAsync(world, comparison);
        }
        return MakeVerdict(differences);
    }

    private T Own<T>(T thing) where T : IAsyncDisposable
    {
        _open.Add(thing);
        return thing;
    }

    private void OpenSources(World world)
    {
        var now = DateTimeOffset.UtcNow;
        for (var i = 1; i <= _options.Sources; i++)
        {
            var story = new Story($"pbx{i}", _random.Next(), now);
            var relays = world.Nodes.Select(n => Own(new NodeRelay(n.Process))).ToList();
            _stories.Add(story);
            _relays.AddRange(relays);
            _adapters.Add(new SourceAdapter(story, relays, new Random(_random.Next()), _log));
        }
    }

    private void OpenWatchers(World world)
    {
        foreach (var node in world.Nodes)
        {
            _streams.Add(Own(new StreamWatcher(node.Process, _log, name => _highest.TryGetValue(name, out var highest) ? highest : null)));
            _resuming.Add(Own(new ResumingWatcher(node.Process, Boards.WatchedSelector)));
        }
    }

    // Before the first of these events is sent: an upper bound at every moment. Excluded visits count until their exclusion.
    private void Grow()
    {
        foreach (var story in _stories) story.GrowBy(_options.EventsOfCycle);
        var highest = new Dictionary<string, long>();
        foreach (var (source, queue, tally) in _stories.SelectMany(s => s.Tally.Queues.Select(q => (s.Source, q.Key, q.Value))))
        {
            highest[$"{source}/{queue} contacts_offered"] = tally.Offered + tally.Excluded;
            highest[$"{source}/{queue} contacts_answered"] = tally.Answered + tally.Excluded;
            highest[$"{source}/{queue} contacts_abandoned"] = tally.Abandoned;
            highest[$"{source}/{queue} contacts_handled"] = tally.Handled;
        }
        Volatile.Write(ref _highest, highest);
        foreach (var story in _stories) story.Release();
        foreach (var adapter in _adapters.Where(a => !a.HasSender)) adapter.TakeOver();
    }

    private async Task StrikeAsync(IReadOnlyList<Fault> faults, int count)
    {
        Random random;
        lock (_gate) random = new Random(_random.Next());
        for (var i = 0; i < count; i++)
        {
            await Task.Delay(random.Next(100, 900));
            // Each kind occurs once before any repeats, so that a short campaign covers them all.
            if (i % faults.Count == 0) faults = [.. faults.OrderBy(_ => random.Next())];
            var fault = faults[i % faults.Count];
            _log.Say($"begin {fault.Kind}");
            _log.Fault(fault.Kind, await StrikeAsync(fault, random));
        }
    }

    private async Task<string> StrikeAsync(Fault fault, Random random)
    {
        try
        {
            return await fault.StrikeAsync(random).WaitAsync(_options.WaitMax);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"'{fault.Kind}' was not over after {_options.WaitMax}.", e);
        }
    }

    private async Task<Differences> HealAndCompareAsync(World world, Comparison comparison)
    {
        await world.Store.HealAsync();
        foreach (var adapter in _adapters) await adapter.EndOldAsync();
        try
        {
            foreach (var adapter in _adapters) await adapter.UntilAckedAsync(_options.WaitMax);
        }
        catch (TimeoutException e)
        {
            _log.Break("Durable", e.Message);
        }
        _log.Say("all acked");
        var differences = await comparison.UntilEqualAsync(_options.WaitMax);
        foreach (var line in differences.Lines) _log.Break("Once, Durable", line);
        if (!differences.Any) await CheckConvergedAsync(world);
        _log.Say("compared");
        return differences;
    }

    private async Task CheckConvergedAsync(World world)
    {
        for (var i = 0; i < world.Nodes.Count; i++)
        {
            var node = world.Nodes[i];
            var snapshot = await Boards.ReadAsync(node.Kpis, Boards.WatchedSelector);
            var last = Differences.None;
            try
            {
                await Waits.UntilAsync(() =>
                {
                    last = Differences.Between(node.Name, snapshot, _resuming[i].Values);
                    return Task.FromResult(!last.Any);
                }, "watchers");
            }
            catch (TimeoutException)
            {
                foreach (var line in last.Lines) _log.Break("Convergent", "the watcher of " + line);
            }
        }
    }

    private Verdict MakeVerdict(Differences differences) => new(_options, differences, _log)
    {
        Events = _stories.Sum(s => (long)s.Count),
        Rejected = _stories.Sum(s => s.Tally.Rejected),
        Superseded = _adapters.Sum(a => a.SupersededCount),
        Streams = _streams.Sum(s => s.StreamCount),
        Messages = _streams.Sum(s => s.MessageCount),
    };
}
