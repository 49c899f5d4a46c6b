using CallCenter.Client;
using CallCenter.V1;

namespace CallCenter.Server.Tests;

/// <summary>
/// From the bytes of a real Asterisk through adapter, sender, gRPC and the store on disk to the values served: exactly what the PBX's own
/// log says, whatever happens on the way.
/// </summary>
public sealed class TruthTests
{
    private const int Kills = 5;

    [Fact]
    public Task Edge_1_gives_its_true_figures() => ReplayAsync("edge-1");

    [TraceFact("calm-1")]
    public Task Calm_1_gives_its_true_figures() => ReplayAsync("calm-1");

    [TraceFact("calm-2")]
    public Task Calm_2_gives_its_true_figures() => ReplayAsync("calm-2");

    [Fact]
    public Task Edge_1_gives_them_though_the_server_is_killed_five_times() => ReplayThroughKillsAsync("edge-1");

    [TraceFact("calm-1")]
    public Task Calm_1_gives_them_though_the_server_is_killed_five_times() => ReplayThroughKillsAsync("calm-1");

    [TraceFact("calm-2")]
    public Task Calm_2_gives_them_though_the_server_is_killed_five_times() => ReplayThroughKillsAsync("calm-2");

    [Fact]
    public Task Edge_1_gives_them_though_all_of_it_is_sent_twice() => ReplayTwiceAsync("edge-1");

    [TraceFact("calm-1")]
    public Task Calm_1_gives_them_though_all_of_it_is_sent_twice() => ReplayTwiceAsync("calm-1");

    [TraceFact("calm-2")]
    public Task Calm_2_gives_them_though_all_of_it_is_sent_twice() => ReplayTwiceAsync("calm-2");

    [Fact]
    public async Task A_watcher_of_the_whole_replay_ends_with_the_values_of_a_snapshot()
    {
        using var folder = new DataFolder();
        await using var server = await LiveServer.StartOnDiskAsync(folder.Path);
        using var stop = new CancellationTokenSource(Given.Limit);
        var options = new WatchOptions { MinInterval = TimeSpan.FromSeconds(0.1) };
        await using var boards = server.Watcher.WatchAsync(TruthBoard.ByQueue, options, stop.Token).GetAsyncEnumerator(stop.Token);
        Assert.True(await boards.MoveNextAsync());

        var recording = new Recording("edge-1");
        var sending = SendAsync(server.Address, recording);
        await boards.MoveNextAsync();
        await sending;
        var final = await server.BoardAsync(TruthBoard.ByQueue);
        while (!boards.Current.Rows.SequenceEqual(final.Rows)) Assert.True(await boards.MoveNextAsync());

        Assert.Equal(4, final.Rows.Count);
    }

    private static async Task ReplayAsync(string name)
    {
        using var folder = new DataFolder();
        var recording = new Recording(name);
        await using (var server = await LiveServer.StartOnDiskAsync(folder.Path))
        {
            await SendAsync(server.Address, recording);
            await TruthBoard.AssertTrueAsync(server.Watcher, recording);
            await server.StopAsync().WaitAsync(Given.Limit);
        }
        await using var again = await LiveServer.StartOnDiskAsync(folder.Path);
        await TruthBoard.AssertTrueAsync(again.Watcher, recording);
    }

    private static async Task ReplayTwiceAsync(string name)
    {
        using var folder = new DataFolder();
        await using var server = await LiveServer.StartOnDiskAsync(folder.Path);
        var recording = new Recording(name);
        await SendAsync(server.Address, recording);

        await using var second = EventSender.Connect(server.Address, Options("pbx"));
        await SendAsync(second, recording.Events);

        Assert.Equal((recording.Events.Count, recording.Events.Count, 0), (second.AckedCount, second.DuplicateCount, second.RejectedCount));
        await TruthBoard.AssertTrueAsync(server.Watcher, recording);
        await server.AssertCountAsync([recording.Events.Count], "events_duplicate");
    }

    private static async Task ReplayThroughKillsAsync(string name)
    {
        using var folder = new DataFolder();
        var recording = new Recording(name);
        var server = await ServeProcess.StartAsync(folder.Path);
        try
        {
            var breaks = 0;
            // Few at a time, so that each kill meets events on their way.
            var options = Options("pbx") with
            {
                BatchEventCountMax = 10,
                UnackedEventCountMax = 30,
                BackOffMax = TimeSpan.FromSeconds(0.2),
                OnDisconnected = _ => breaks++,
            };
            await using var sender = EventSender.Connect(server.Address, options);
            for (var kill = 0; kill < Kills; kill++)
            {
                var from = recording.Events.Count * kill / (Kills + 1);
                var to = recording.Events.Count * (kill + 1) / (Kills + 1);
                for (var i = from; i < to; i++) await sender.SendAsync(recording.Events[i]).AsTask().WaitAsync(Given.Limit);
                await server.KillAsync();
                server.Dispose();
                server = await ServeProcess.StartAsync(folder.Path, server.Address);
            }
            await SendAsync(sender, recording.Events.Skip(recording.Events.Count * Kills / (Kills + 1)));
            using var watcher = new KpiWatcher(server.Address);

            await TruthBoard.AssertTrueAsync(watcher, recording);
            Assert.Equal((recording.Events.Count, 0), (sender.AckedCount, sender.RejectedCount));
            Assert.True(breaks >= Kills);
        }
        finally
        {
            server.Dispose();
        }
    }

    private static EventSenderOptions Options(string source)
        => new() { Source = source, Adapter = "asterisk", Numbering = Numbering.FromOne };

    private static async Task SendAsync(string address, Recording recording)
    {
        await using var sender = EventSender.Connect(address, Options("pbx"));
        await SendAsync(sender, recording.Events);
    }

    private static async Task SendAsync(EventSender sender, IEnumerable<Event> events)
    {
        foreach (var item in events) await sender.SendAsync(item).AsTask().WaitAsync(Given.Limit);
        await sender.FlushAsync().WaitAsync(Given.Limit);
    }
}
