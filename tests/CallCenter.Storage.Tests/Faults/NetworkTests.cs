using CallCenter.Core.Storage;
using CallCenter.Storage.Redis;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;

namespace CallCenter.Storage.Tests.Faults;

/// <summary>The way to Redis breaks, and is whole again.</summary>
public sealed class NetworkTests : IAsyncLifetime
{
    // The store gives up after 2 s; the rest is for a busy machine.
    private static readonly TimeSpan GivesUpWithin = TimeSpan.FromSeconds(15);

    private RedisServer _redis = null!;
    private FaultProxy _way = null!;
    private IMetricStore _store = null!;
    private SourceMark _mark;

    public async Task InitializeAsync()
    {
        if (RedisServer.Missing is not null) return;
        _redis = await RedisServer.StartAsync();
        _way = new FaultProxy(_redis.Port);
        _store = RedisStores.OpenAsUsed($"redis://127.0.0.1:{_way.Port}", "ccg");
        // The first connection, which takes a busy machine longer than a store that is used waits.
        await SourceOwner.ReadAsync(_store, Samples.Ann);
        _mark = await _store.ClaimAsync(Shard, Samples.Ann, default).InTime();
        await Samples.CommitAsync(_store, BitConverter.GetBytes(1), Samples.Step(Samples.Ann, _mark, 0, 1));
    }

    public async Task DisposeAsync()
    {
        if (RedisServer.Missing is not null) return;
        await _store.DisposeAsync();
        await _way.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [RedisTheory]
    [InlineData(Fault.Delay)]
    [InlineData(Fault.NoAnswers)]
    [InlineData(Fault.Silence)]
    [InlineData(Fault.NotReading)]
    [InlineData(Fault.Closed)]
    public async Task While_the_network_is_broken_calls_fail_in_time_and_afterwards_each_event_counts_once(Fault fault)
    {
        Break(fault);

        await Task.WhenAll(
            FailAsync(_store.CommitAsync(
                Shard, new LogCommit([Samples.Step(Samples.Ann, _mark, 1, 2)], BitConverter.GetBytes(2)), default)),
            FailAsync(_store.ClaimAsync(Shard, Samples.Ann, default)),
            FailAsync(_store.ReadLogAsync(Shard, LogPosition.Start, 10, default)),
            FailAsync(_store.LoadAsync(Shard, default)));
        _way.Set(Fault.None);

        await ResumeAsync(until: 2);
    }

    // By a clock that the test moves: nothing but the store's own bound can end the call, since the library's is by the real clock.
    [RedisFact]
    public async Task An_unanswered_call_fails_at_its_time_limit()
    {
        var clock = new FakeTimeProvider();
        var options = RedisStoreOptions.Parse($"redis://127.0.0.1:{_way.Port}?timeout=30000");
        await using var store = RedisStores.Open(options, clock);
        await store.ClaimAsync(Shard, Samples.Ann, default).InTime();
        _way.Set(Fault.Silence);

        var call = store.ClaimAsync(Shard, Samples.Ann, default);
        clock.Advance(TimeSpan.FromSeconds(29.9));
        Assert.False(call.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(0.1));

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => call).InTime();
        Assert.Equal($"redis://127.0.0.1:{_way.Port} did not answer within 30 s.", error.Message);
        _way.Reset(); // Or closing would wait for an answer, by the real clock.
    }

    [RedisFact]
    public async Task Closed_connections_are_opened_again()
    {
        _way.Cut();

        await ResumeAsync(until: 2);
    }

    [RedisFact]
    public async Task Connections_reset_in_mid_call_are_opened_again_and_the_unconfirmed_commit_counts_once()
    {
        _way.Set(Fault.NoAnswers);
        var commit = _store.CommitAsync(Shard, new LogCommit([Samples.Step(Samples.Ann, _mark, 1, 2)], BitConverter.GetBytes(2)), default);
        await Waits.UntilAsync(async () => await _redis.AskAsync("XLEN", $"ccg:{{{Tag}}}:log") == "2", "the commit was executed");

        _way.Reset();
        _way.Set(Fault.None);

        await FailAsync(commit);
        await ResumeAsync(until: 2);
    }

    // Seen under load with a silent way; the library's tasks cannot be made to meet like that at will.
    [RedisFact]
    public async Task Exceptions_of_the_librarys_pipes_and_readers_count_as_a_lost_connection()
    {
        await AssertIsLossAsync(
            new InvalidOperationException("Reading is not allowed after reader was completed."), "the connection broke.");
        await AssertIsLossAsync(new TaskCanceledException(), "the connection broke.");
        await AssertIsLossAsync(new IOException("Broken pipe"), "Broken pipe");
    }

    [RedisFact]
    public async Task A_thousand_calls_to_a_silent_server_block_no_threads()
    {
        _way.Set(Fault.Silence);
        var before = ThreadPool.ThreadCount;

        var calls = Enumerable.Range(0, 1000).Select(_ => _store.ClaimAsync(Shard, Samples.Ann, default)).ToList();
        var most = before;
        while (calls.Exists(c => !c.IsCompleted))
        {
            most = Math.Max(most, ThreadPool.ThreadCount);
            await Task.WhenAny(Task.WhenAll(calls), Task.Delay(50)).InTime();
        }

        Assert.All(calls, c => Assert.IsType<StoreUnavailableException>(c.Exception!.InnerException));
        Assert.InRange(most, 0, before + 20);
    }

    private static readonly string Tag = HashSlots.Tags(16)[Shard];

    private static int Shard => Sharding.ShardOf(Samples.Ann, 16);

    private void Break(Fault fault)
    {
        _way.Delay = TimeSpan.FromSeconds(5);
        _way.Set(fault);
        if (fault == Fault.Closed) _way.Reset();
    }

    private static async Task FailAsync(Task call)
        => await Assert.ThrowsAsync<StoreUnavailableException>(() => call.WaitAsync(GivesUpWithin));

    private async Task AssertIsLossAsync(Exception thrown, string said)
    {
        var options = RedisStoreOptions.Parse($"redis://127.0.0.1:{_redis.Port}?timeout=30000");
        await using var link = new RedisLink(options, TimeProvider.System, NullLogger.Instance);
        var calls = 0;
        Task<TimeSpan> BreakOnceAsync(IDatabase redis) => calls++ == 0
            ? Task.FromException<TimeSpan>(thrown) : redis.PingAsync();

        await link.AskAsync(Line.Bulk, BreakOnceAsync, default).InTime();
        Assert.Equal(2, calls);

        calls = 0;
        var failure = await Assert.ThrowsAsync<StoreUnavailableException>(() => link.AskOnceAsync(Line.Bulk, BreakOnceAsync, default));
        Assert.Equal(1, calls);
        Assert.EndsWith($"cannot be reached: {said}", failure.Message);
    }

    private async Task ResumeAsync(int until)
    {
        await SourceOwner.ResumeAsync(_store, Samples.Ann, until);
        await SourceOwner.AssertCountedOnceAsync(_store, Samples.Ann, until);
    }
}
