using CallCenter.Core.Storage;

namespace CallCenter.Storage.Tests.Faults;

/// <summary>One redis-server dies, freezes, forgets or refuses, and is itself again.</summary>
public sealed class RestartTests : IAsyncLifetime
{
    private RedisServer _redis = null!;
    private IMetricStore _store = null!;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        if (_redis is not null) await _redis.DisposeAsync();
    }

    [RedisTheory]
    [InlineData("always")]
    [InlineData("everysec")]
    public async Task Every_event_counts_once_after_a_kill_under_load_and_a_restart_from_disk(string fsync)
    {
        await StartAsync("--appendonly", "yes", "--appendfsync", fsync);

        await KillUnderLoadAsync();

        await SourceOwner.AssertCountedOnceAsync(_store, Samples.Ann, Events);
    }

    // Nothing is left, the marks neither: sources begin anew together with their counts.
    [RedisFact]
    public async Task A_Redis_without_a_disk_starts_empty_after_a_kill()
    {
        await StartAsync();

        await KillUnderLoadAsync();

        await SourceOwner.AssertCountedOnceAsync(_store, Samples.Ann, Events);
    }

    // What follows a log by its last entry must learn that it is gone, although nothing follows that entry.
    [RedisFact]
    public async Task A_follower_notices_that_all_data_is_gone()
    {
        await StartAsync();
        var last = (await Samples.CommitManyAsync(_store, Samples.Ann, 3))[^1].Position;

        await _redis.AskAsync("FLUSHALL");

        var entry = Assert.Single(await _store.ReadLogAsync(Samples.ShardOf(_store, Samples.Ann), last, 10, default).InTime());
        Assert.NotEqual(last, entry.Previous);
        Assert.True(entry.Position > last);
        var image = await _store.LoadAsync(Samples.ShardOf(_store, Samples.Ann), default).InTime();
        Assert.Equal(["checkpoint 0-0 at 0"], Samples.Lines(image));
    }

    [RedisFact]
    public async Task Every_event_counts_once_after_a_freeze_under_load()
    {
        await StartAsync();
        var reached = new TaskCompletionSource();
        var sending = SourceOwner.ResumeAsync(_store, Samples.Ann, Events, sent => ReachedAt(200, sent, reached));

        await reached.Task.InTime();
        await _redis.FreezeAsync();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _store.ClaimAsync(0, Samples.Ann, default)).InTime();
        await _redis.ThawAsync();
        await sending;

        await SourceOwner.AssertCountedOnceAsync(_store, Samples.Ann, Events);
    }

    [RedisTheory]
    [InlineData("SCRIPT", "FLUSH")]
    [InlineData("FUNCTION", "FLUSH")]
    [InlineData("CLIENT", "KILL", "TYPE", "normal")]
    [InlineData("CLIENT", "PAUSE", "300")]
    [InlineData("DEBUG", "SLEEP", "0.3")]
    public async Task Every_event_counts_once_after_a_disturbance_under_load(params string[] command)
    {
        await StartAsync();
        for (var until = 200; until <= Events; until += 200)
        {
            var reached = new TaskCompletionSource();
            var sending = SourceOwner.ResumeAsync(_store, Samples.Ann, until, sent => ReachedAt(until - 100, sent, reached));
            await Task.WhenAny(reached.Task, sending).InTime();
            await _redis.AskAsync(command);
            await sending;
        }

        await SourceOwner.AssertCountedOnceAsync(_store, Samples.Ann, Events);
    }

    [RedisFact]
    public async Task Commits_are_refused_with_the_cause_while_memory_is_short_and_resume_later()
    {
        await StartAsync();
        await SourceOwner.ResumeAsync(_store, Samples.Ann, 5);

        await _redis.AskAsync("CONFIG", "SET", "maxmemory", "1");
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => _store.ClaimAsync(Samples.ShardOf(_store, Samples.Ann), Samples.Ann, default)).InTime();
        await _redis.AskAsync("CONFIG", "SET", "maxmemory", "0");
        await SourceOwner.ResumeAsync(_store, Samples.Ann, 10);

        Assert.Equal($"{_redis.Address} is out of memory (maxmemory) and refuses writes; give it more.", refused.Message);
        await SourceOwner.AssertCountedOnceAsync(_store, Samples.Ann, 10);
    }

    [RedisFact]
    public async Task Commits_are_refused_with_the_cause_while_Redis_is_read_only_and_resume_later()
    {
        await StartAsync();
        await SourceOwner.ResumeAsync(_store, Samples.Ann, 5);

        // A replica of a server that is not there serves what it has, for reading.
        await _redis.AskAsync("REPLICAOF", "127.0.0.1", $"{Ports.Take()}");
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => _store.ClaimAsync(Samples.ShardOf(_store, Samples.Ann), Samples.Ann, default)).InTime();
        await _redis.AskAsync("REPLICAOF", "NO", "ONE");
        await SourceOwner.ResumeAsync(_store, Samples.Ann, 10);

        Assert.Equal($"{_redis.Address} is a read-only replica; no master was found.", refused.Message);
        await SourceOwner.AssertCountedOnceAsync(_store, Samples.Ann, 10);
    }

    private const int Events = 2000;

    private async Task StartAsync(params string[] settings)
    {
        _redis = await RedisServer.StartAsync(settings);
        _store = RedisStores.OpenAsUsed(_redis.Address, "ccg");
    }

    // Acked events that were not on disk are rolled back with their marks, so that the owner is told to send them again.
    private async Task KillUnderLoadAsync()
    {
        for (var kill = 1; kill <= 3; kill++)
        {
            var reached = new TaskCompletionSource();
            var sending = SourceOwner.ResumeAsync(_store, Samples.Ann, Events, sent => ReachedAt(kill * 200, sent, reached));
            await Task.WhenAny(reached.Task, sending).InTime();
            await _redis.KillAsync();
            await _redis.StartAsync();
            await sending;
        }
        // What the last restart took away is only missed by who asks.
        await SourceOwner.ResumeAsync(_store, Samples.Ann, Events);
    }

    private static void ReachedAt(int mark, int sent, TaskCompletionSource reached)
    {
        if (sent >= mark) reached.TrySetResult();
    }
}
