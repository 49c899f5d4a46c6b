
namespace CallCenter.Server.Tests;

/// <summary>The truth on one Redis under faults.</summary>
public sealed class RedisTruthTests(OneRedis redis) : IClassFixture<OneRedis>
{
    private readonly ServerStore _store = ServerStore.OnRedis(redis.Server!.Address);

    [RedisTheory, Recorded("edge-1"), Recorded("calm-1"), Recorded("calm-2")]
    public Task A_recording_gives_its_true_figures_before_and_after_a_restart(string name)
        => new Replay(_store, name).RestartedAfterwardsAsync();

    [RedisTheory, Recorded("edge-1"), Recorded("calm-1"), Recorded("calm-2")]
    public Task A_recording_gives_them_though_all_of_it_is_sent_twice(string name) => new Replay(_store, name).SentTwiceAsync();

    [RedisTheory, Recorded("edge-1"), Recorded("calm-1"), Recorded("calm-2")]
    public Task A_recording_gives_them_though_the_server_is_killed_five_times(string name) => new Replay(_store, name).ThroughKillsAsync();

    [RedisTheory, Recorded("edge-1"), Recorded("calm-1"), Recorded("calm-2")]
    public Task A_recording_gives_them_though_its_sender_goes_on_at_another_server(string name)
        => new Replay(_store, name).GoingOnAtAnotherServerAsync();
}
