
namespace CallCenter.Server.Tests;

/// <summary>The truth on a Redis of which each master has a replica, whatever happens on the way.</summary>
/// <param name="findMaster">The master that has the entries of this prefix.</param>
/// <param name="untilReady">Waits until every master has its replica again.</param>
public abstract class ReplicatedTruth(string address, Func<string, Task<RedisServer>> findMaster, Func<Task> untilReady)
{
    private readonly ServerStore _store = ServerStore.OnRedis(address);

    [RedisTheory, Recorded("edge-1"), Recorded("calm-1")]
    public Task A_recording_gives_its_true_figures_before_and_after_a_restart(string name)
        => new Replay(_store, name).RestartedAfterwardsAsync();

    [RedisTheory, Recorded("edge-1"), Recorded("calm-1")]
    public Task A_recording_gives_them_though_all_of_it_is_sent_twice(string name) => new Replay(_store, name).SentTwiceAsync();

    [RedisTheory, Recorded("edge-1"), Recorded("calm-1")]
    public Task A_recording_gives_them_though_the_server_is_killed_five_times(string name) => new Replay(_store, name).ThroughKillsAsync();

    [RedisTheory, Recorded("edge-1")]
    public Task A_recording_gives_them_though_its_sender_goes_on_at_another_server(string name)
        => new Replay(_store, name).GoingOnAtAnotherServerAsync();

    [RedisTheory, Recorded("edge-1"), Recorded("calm-1")]
    public async Task A_recording_gives_them_though_a_replica_takes_over_without_the_last_acked_events(string name)
    {
        await new Replay(_store, name).ThroughARollBackAsync(() => findMaster(_store.Prefix));
        await untilReady();
    }
}
