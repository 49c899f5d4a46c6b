using CallCenter.V1;

namespace CallCenter.Server.Tests.Golden;

/// <summary>Feeds the golden history to a server over gRPC, its clock set to each part in turn.</summary>
internal static class GoldenMaker
{
    // Longer than the fold interval below: what came before is then folded.
    private static readonly TimeSpan Folded = TimeSpan.FromSeconds(3);

    public static async Task FeedAsync(ServerStore store)
    {
        var clock = new StandingClock();
        var sent = new Dictionary<string, long>();
        clock.Now = GoldenHistory.Folded().First().Clock;
        await using (var server = await StartAsync(store, clock, TimeSpan.FromSeconds(1)))
        {
            foreach (var part in GoldenHistory.Folded().GroupBy(p => p.Clock))
            {
                clock.Now = part.Key;
                foreach (var (_, source, events) in part) await SendAsync(server, sent, source, events);
                await Task.Delay(Folded);
            }
            await server.StopAsync();
        }
        clock.Now = GoldenHistory.End;
        await using var last = await StartAsync(store, clock, TimeSpan.FromHours(1));
        foreach (var (source, events) in GoldenHistory.Unfolded()) await SendAsync(last, sent, source, events);
        await last.Ingest.PublishAsync(new PublishRequest { Source = GoldenHistory.Web, Events = { GoldenHistory.Published() } });
        await last.Ingest.PublishAsync(new PublishRequest { Source = GoldenHistory.Web, Events = { GoldenHistory.Published() } });
        await last.StopAsync();
    }

    private static Task<LiveServer> StartAsync(ServerStore store, StandingClock clock, TimeSpan foldInterval)
        => LiveServer.StartAsync(options =>
    {
        store.Adjust(options);
        options.Engine = options.Engine with { FoldInterval = foldInterval };
    }, clock);

    private static async Task SendAsync(LiveServer server, Dictionary<string, long> sent, string source, IReadOnlyList<Event> events)
    {
        await using var adapter = await server.HelloAsync(source);
        var first = sent.GetValueOrDefault(source) + 1;
        // Every third is sent twice, a duplicate by its sequence.
        for (var i = 0; i < events.Count; i++)
        {
            await adapter.SendAndAckAsync(first + i, events[i]);
            if (i % 3 == 0) await adapter.SendAsync(first + i, events[i]);
        }
        await adapter.CloseAsync();
        sent[source] = first + events.Count - 1;
    }
}

/// <summary>Runs only when CALLCENTER_GOLDEN names the folder to write to: what it makes is kept, and made once a format.</summary>
internal sealed class GoldenMakerFactAttribute : FactAttribute
{
    public GoldenMakerFactAttribute() => Skip = Target is null ? "CALLCENTER_GOLDEN names no folder to make golden stores in" : null;

    public static string? Target => Environment.GetEnvironmentVariable("CALLCENTER_GOLDEN");
}
