using CallCenter.Client;

namespace CallCenter.Server.Tests;

/// <summary>
/// From the bytes of a real Asterisk through adapter, sender, gRPC and the store on disk to the values served: exactly what the PBX's own
/// log says, whatever happens on the way.
/// </summary>
public sealed class TruthTests : IDisposable
{
    private readonly DataFolder _folder = new();

    private ServerStore Store => ServerStore.OnDisk(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Theory, Recorded("edge-1"), Recorded("calm-1"), Recorded("calm-2")]
    public Task A_recording_gives_its_true_figures_before_and_after_a_restart(string name)
        => new Replay(Store, name).RestartedAfterwardsAsync();

    [Theory, Recorded("edge-1"), Recorded("calm-1"), Recorded("calm-2")]
    public Task A_recording_gives_them_though_all_of_it_is_sent_twice(string name) => new Replay(Store, name).SentTwiceAsync();

    [Theory, Recorded("edge-1"), Recorded("calm-1"), Recorded("calm-2")]
    public Task A_recording_gives_them_though_the_server_is_killed_five_times(string name) => new Replay(Store, name).ThroughKillsAsync();

    [Fact]
    public async Task A_watcher_of_the_whole_replay_ends_with_the_values_of_a_snapshot()
    {
        await using var server = await LiveServer.StartAsync(Store);
        using var stop = new CancellationTokenSource(Waits.Limit);
        var options = new WatchOptions { MinInterval = TimeSpan.FromSeconds(0.1) };
        await using var boards = server.Watcher.WatchAsync(TruthBoard.ByQueue, options, stop.Token).GetAsyncEnumerator(stop.Token);
        Assert.True(await boards.MoveNextAsync());

        var sending = new Replay(Store, "edge-1").SendAsync(server.Address);
        await boards.MoveNextAsync();
        await sending;
        var final = await server.BoardAsync(TruthBoard.ByQueue);
        while (!Given.Unnumbered(boards.Current).SequenceEqual(Given.Unnumbered(final))) Assert.True(await boards.MoveNextAsync());

        Assert.Equal(4, final.Rows.Count);
    }
}
