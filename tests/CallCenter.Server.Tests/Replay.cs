using CallCenter.Client;

namespace CallCenter.Server.Tests;

/// <summary>One recording, replayed into servers on one store under faults; each replay must end in the truth.</summary>
internal sealed class Replay(ServerStore store, string name)
{
    private const int Kills = 5;
    private const int Parts = Kills + 1;

    private static readonly EventSenderOptions AllAtOnce = new() { Source = "pbx", Adapter = "asterisk", Numbering = Numbering.FromOne };

    // Few events at a time, so that the faults meet events in flight.
    private static readonly EventSenderOptions InSmallSteps = AllAtOnce with
    {
        BatchEventCountMax = 10,
        UnackedEventCountMax = 30,
        BackOffMax = TimeSpan.FromSeconds(0.2),
    };

    private readonly Recording _recording = new(name);

    private int Count => _recording.Events.Count;

    /// <summary>Replays without faults.</summary>
    public async Task SendAsync(string address)
    {
        await using var sender = EventSender.Connect(address, AllAtOnce);
        await SendAsync(sender, 0, Parts);
    }

    public async Task RestartedAfterwardsAsync()
    {
        await using (var server = await LiveServer.StartAsync(store))
        {
            await SendAsync(server.Address);
            await TruthBoard.AssertTrueAsync(server.Watcher, _recording);
            await server.StopAsync().WaitAsync(Waits.Limit);
        }
        await AssertTrueAtANewServerAsync();
    }

    public async Task SentTwiceAsync()
    {
        await using var server = await LiveServer.StartAsync(store);
        await SendAsync(server.Address);
        await using var again = EventSender.Connect(server.Address, AllAtOnce);

        await SendAsync(again, 0, Parts);

        await AssertTrueAsync(server.Address, again);
        Assert.Equal(Count, again.DuplicateCount);
        await server.AssertCountAsync([Count], "events_duplicate");
    }

    public async Task ThroughKillsAsync()
    {
        var server = await ServeProcess.StartAsync(store.Arguments);
        try
        {
            var breaks = 0;
            await using var sender = EventSender.Connect(server.Address, InSmallSteps with { OnDisconnected = _ => breaks++ });
            for (var kill = 0; kill < Kills; kill++)
            {
                await TakeAsync(sender, kill, kill + 1);
                await server.KillAsync();
                server.Dispose();
                server = await ServeProcess.StartAsync(store.Arguments, server.Address);
            }
            await SendAsync(sender, Kills, Parts);

            await AssertTrueAsync(server.Address, sender);
            Assert.True(breaks >= Kills);
        }
        finally
        {
            server.Dispose();
        }
    }

    public async Task GoingOnAtAnotherServerAsync()
    {
        using var first = await ServeProcess.StartAsync(store.Arguments);
        await using var second = await LiveServer.StartAsync(store);
        await using var way = new FaultProxy(new Uri(first.Address).Port);
        await using var sender = EventSender.Connect($"http://127.0.0.1:{way.Port}", InSmallSteps);
        await TakeAsync(sender, 0, Parts / 2);

        way.Target = new Uri(second.Address).Port;
        await first.KillAsync();
        Assert.InRange(sender.AckedCount, 1, Count / 2);
        await SendAsync(sender, Parts / 2, Parts);

        await AssertTrueAsync(second.Address, sender);
        await AssertTrueAtANewServerAsync();
    }

    /// <summary>The master dies with events that no replica has, so that the new master lacks acked events.</summary>
    public async Task ThroughARollBackAsync(Func<Task<RedisServer>> findMaster)
    {
        await using var server = await LiveServer.StartAsync(store);
        var (acked, lost) = (0L, 0L);
        await using var sender = EventSender.Connect(server.Address, InSmallSteps with
        {
            RetainedEventCount = Count,
            OnProgress = progress =>
            {
                lost += Math.Max(0, acked - progress.AckedCount);
                acked = progress.AckedCount;
            },
        });
        await SendAsync(sender, 0, 2);
        var master = await findMaster();
        await master.LoseReplicasAsync();
        await SendAsync(sender, 2, 3);
        await TakeAsync(sender, 3, 4);
        await master.KillAsync();
        try
        {
            await SendAsync(sender, 4, Parts);

            await AssertTrueAsync(server.Address, sender);
            Assert.InRange(lost, Count / Parts, Count);
            await AssertTrueAtANewServerAsync();
        }
        finally
        {
            await master.StartAsync();
        }
    }

    private async Task SendAsync(EventSender sender, int fromPart, int toPart)
    {
        await TakeAsync(sender, fromPart, toPart);
        await sender.FlushAsync().WaitAsync(Waits.Limit);
    }

    private async Task TakeAsync(EventSender sender, int fromPart, int toPart)
    {
        foreach (var item in _recording.Events.Take((Count * fromPart / Parts)..(Count * toPart / Parts)))
            await sender.SendAsync(item).AsTask().WaitAsync(Waits.Limit);
    }

    private async Task AssertTrueAsync(string address, EventSender sender)
    {
        using var watcher = new KpiWatcher(address);
        await TruthBoard.AssertTrueAsync(watcher, _recording);
        Assert.Equal((Count, 0), (sender.AckedCount, sender.RejectedCount));
    }

    private async Task AssertTrueAtANewServerAsync()
    {
        await using var server = await LiveServer.StartAsync(store);
        await TruthBoard.AssertTrueAsync(server.Watcher, _recording);
    }
}
