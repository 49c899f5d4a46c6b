using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Storage;
using CallCenter.Storage.Redis;

namespace CallCenter.Storage.Tests.Shared;

/// <summary>What several nodes rely on that share a shard in Redis.</summary>
[Collection(nameof(OneRedis))]
public sealed class SharedShardTests(OneRedis one) : IAsyncLifetime
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private readonly string _prefix = RedisStores.NewPrefix();
    private IMetricStore _store = null!;
    private IMetricStore _other = null!;

    private RedisServer Redis => one.Server!;
    private static int Shard => Sharding.ShardOf(Samples.Ann, 16);

    public Task InitializeAsync()
    {
        if (RedisServer.Missing is not null) return Task.CompletedTask;
        _store = RedisStores.Open(Redis.Address, _prefix);
        _other = RedisStores.Open(Redis.Address, _prefix);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        if (RedisServer.Missing is not null) return;
        await _store.DisposeAsync();
        await _other.DisposeAsync();
    }

    [RedisFact]
    public async Task One_node_at_a_time_has_the_lease()
    {
        Assert.True(await LeaseAsync(_store, Long));
        Assert.False(await LeaseAsync(_other, Long));
        Assert.True(await LeaseAsync(_store, Long));
    }

    [RedisFact]
    public async Task An_expired_lease_goes_to_the_next_node_that_asks_and_the_former_holder_cannot_fold()
    {
        var log = await Samples.CommitManyAsync(_store, Samples.Ann, 1);
        Assert.True(await LeaseAsync(_store, TimeSpan.FromMilliseconds(1)));
        await Waits.UntilAsync(() => LeaseAsync(_other, Long), "the lease runs out");

        Assert.False(await FoldAsync(_store, Fold(LogPosition.Start, log[0].Position)));
        Assert.True(await FoldAsync(_other, Fold(LogPosition.Start, log[0].Position)));
    }

    [RedisFact]
    public async Task Without_a_lease_nothing_is_folded()
    {
        var log = await Samples.CommitManyAsync(_store, Samples.Ann, 1);

        Assert.False(await FoldAsync(_store, Fold(LogPosition.Start, log[0].Position)));
    }

    // Asynchronous replication: the replica that takes over lacks what was acked last. Here by putting back older copies of the keys.
    [RedisFact]
    public async Task Owners_followers_and_folders_notice_a_fail_over_that_rolls_back()
    {
        var kept = await Samples.CommitManyAsync(_store, Samples.Ann, 2);
        var backup = await BackUpAsync();
        var mark = await _store.ClaimAsync(Shard, Samples.Ann, default).InTime();
        var lost = await Samples.CommitAsync(_store, Samples.Batch(3), Samples.Step(Samples.Ann, mark, 2, 3));
        Assert.True(await LeaseAsync(_store, Long));
        await RestoreAsync(backup);

        // The owner: its fence is newer than the store's, and the store wants what it had acked.
        var commit = new LogCommit([Samples.Step(Samples.Ann, mark, 3, 4)], Samples.Batch(4));
        var refused = Assert.IsType<CommitOutcome.Refused>(await _store.CommitAsync(Shard, commit, default).InTime());
        Assert.Equal(2, refused.Actual.Committed.Value);
        Assert.True(refused.Actual.Fence.Value < mark.Fence.Value);

        // A new claim never gives the fence that was rolled back a second time.
        var claimed = await _other.ClaimAsync(Shard, Samples.Ann, default).InTime();
        Assert.True(claimed.Fence.Value > mark.Fence.Value);

        // A follower, while nothing new is there and afterwards.
        Assert.Equal(kept[^1].Position, Assert.Single(await ReadAsync(lost.Position)).Previous);
        var again = await Samples.CommitAsync(_other, Samples.Batch(33), Samples.Step(Samples.Ann, claimed, 2, 3));
        Assert.Equal(again.Position, Assert.Single(await ReadAsync(kept[^1].Position)).Position);
        Assert.NotEqual(lost.Position, Assert.Single(await ReadAsync(lost.Position)).Previous);

        // A folder that has what was lost in its sums.
        Assert.True(await LeaseAsync(_store, Long));
        Assert.False(await FoldAsync(_store, Fold(LogPosition.Start, lost.Position)));
        Assert.True(await FoldAsync(_store, Fold(LogPosition.Start, again.Position)));
    }

    // A commit of time that passed, without events, moves no mark; and yet what follows builds on it.
    [RedisFact]
    public async Task An_owner_whose_commit_without_events_was_rolled_back_is_refused()
    {
        var mark = await _store.ClaimAsync(Shard, Samples.Ann, default).InTime();
        await Samples.CommitAsync(_store, Samples.Batch(1), Samples.Step(Samples.Ann, mark, 0, 1));
        var backup = await BackUpAsync();
        await Samples.CommitAsync(_store, Samples.Batch(2), Samples.Step(Samples.Ann, mark, 1, 1));
        await RestoreAsync(backup);

        var commit = new LogCommit([Samples.Step(Samples.Ann, mark, 1, 2)], Samples.Batch(3));
        var outcome = await _store.CommitAsync(Shard, commit, default).InTime();

        Assert.Equal(new CommitOutcome.Refused(Samples.Ann, mark with { Committed = new(1), LogEnd = default }), outcome);
        Assert.Single(await ReadAsync(LogPosition.Start));
    }

    // Frozen, or its connection slow, Redis executes what it was sent before later than what another node sent after.
    [RedisFact]
    public async Task A_late_claim_that_nobody_awaits_takes_the_source_from_nobody()
    {
        await using var way = new FaultProxy(Redis.Port);
        await using var slow = RedisStores.Open($"redis://127.0.0.1:{way.Port}", _prefix);
        await slow.ClaimAsync(Shard, Samples.Ann, default).InTime();
        using var given = new CancellationTokenSource();
        var mark = default(SourceMark);
        way.BeforeRequest = async request =>
        {
            if (mark != default || !Holds(request, Script.Claim)) return;
            mark = await _other.ClaimAsync(Shard, Samples.Ann, default).InTime();
            await given.CancelAsync();
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => slow.ClaimAsync(Shard, Samples.Ann, given.Token)).InTime();
        // Answered after the claim was executed, since one connection brings both.
        await slow.ClaimAsync(Shard, new SourceId(TenantId.Default, "bob"), default).InTime();

        await Samples.CommitAsync(_other, Samples.Batch(1), Samples.Step(Samples.Ann, mark, 0, 1));
    }

    [RedisFact]
    public async Task A_claim_returns_the_end_of_the_log()
    {
        var last = (await Samples.CommitManyAsync(_store, Samples.Ann, 2))[^1];

        Assert.Equal(last.Position, (await _other.ClaimAsync(Shard, Samples.Ann, default).InTime()).LogEnd);
    }

    [RedisFact]
    public async Task The_log_is_kept_for_a_while_after_a_fold_for_late_readers()
    {
        var log = await Samples.CommitManyAsync(_store, Samples.Ann, 3);

        Assert.True(await LeaseAsync(_store, Long));
        Assert.True(await FoldAsync(_store, Fold(LogPosition.Start, log[^1].Position)));

        Assert.Equal(3, (await ReadAsync(LogPosition.Start)).Count);
    }

    [RedisFact]
    public async Task A_follower_notices_that_its_position_was_trimmed()
    {
        await using var hasty = RedisStores.Open($"{Redis.Address}?logkept=1000", _prefix);
        var log = await Samples.CommitManyAsync(_store, Samples.Ann, 3);
        var before = LogPosition.Start;
        // Each fold trims what is older than a second, up to its checkpoint.
        await Waits.UntilAsync(async () =>
        {
            var next = Assert.Single(await Samples.CommitManyAsync(_store, Samples.Ann, 1)).Position;
            Assert.True(await LeaseAsync(hasty, Long) && await FoldAsync(hasty, Fold(before, next)));
            before = next;
            return (await ReadAsync(LogPosition.Start))[0].Position > log[1].Position;
        }, "the log is trimmed", TimeSpan.FromMilliseconds(200));

        Assert.NotEqual(log[0].Position, (await ReadAsync(log[0].Position))[0].Previous);
        Assert.Equal(before, (await _store.LoadAsync(Shard, default).InTime()).Checkpoint);
    }

    [RedisTheory]
    [InlineData("marks", "the marks are missing")]
    [InlineData("log", "the log is missing")]
    public async Task A_key_that_Redis_lost_is_named_and_nothing_is_counted_on_top(string key, string lost)
    {
        var mark = await _store.ClaimAsync(Shard, Samples.Ann, default).InTime();
        await Samples.CommitAsync(_store, Samples.Batch(1), Samples.Step(Samples.Ann, mark, 0, 1));

        await Redis.AskAsync("DEL", $"{Start}{key}");

        var from = key == "marks" ? 0 : 1;
        var fence = key == "marks" ? default : mark;
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => _store.CommitAsync(
                Shard, new LogCommit([Samples.Step(Samples.Ann, fence, from, 2)], Samples.Batch(2)), default)).InTime();
        Assert.Contains("has lost keys of a shard (evicted or deleted)", refused.Message, StringComparison.Ordinal);
        Assert.Contains(lost, refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _store.LoadAsync(Shard, default)).InTime();
    }

    [RedisTheory]
    [InlineData("meta", "the checkpoint is missing")]
    [InlineData("block:0:60", "block 0:60 is missing")]
    [InlineData("log", "the log after")]
    public async Task An_image_with_a_hole_is_refused(string key, string lost)
    {
        var log = await Samples.CommitManyAsync(_store, Samples.Ann, 2);
        Assert.True(await LeaseAsync(_store, Long));
        Assert.True(await FoldAsync(_store, Fold(LogPosition.Start, log[0].Position)));

        await Redis.AskAsync("DEL", $"{Start}{key}");

        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => _store.LoadAsync(Shard, default)).InTime();
        Assert.Contains(lost, refused.Message, StringComparison.Ordinal);
    }

    [RedisFact]
    public async Task Every_key_is_the_layout_or_has_its_shards_tag_and_only_blocks_expire()
    {
        var log = await Samples.CommitManyAsync(_store, Samples.Ann, 1);
        Assert.True(await LeaseAsync(_store, Long));
        Assert.True(await FoldAsync(_store, Fold(LogPosition.Start, log[0].Position)));

        var keys = (await Redis.AskAsync("KEYS", $"{_prefix}:*")).Split('\n').Order(StringComparer.Ordinal).ToList();
        var withEnd = new List<string>();
        foreach (var key in keys)
        {
            if (await Redis.AskAsync("TTL", key) != "-1") withEnd.Add(key);
        }

        string[] names = ["block:0:60", "block:99:0", "blocks", "items", "log", "marks", "meta", "rows"];
        Assert.Equal(names.Select(name => Start + name).Append($"{_prefix}:layout").Order(StringComparer.Ordinal), keys);
        Assert.Equal([$"{Start}block:0:60"], withEnd);
    }

    private string Start => $"{_prefix}:{{{Storage.Redis.HashSlots.Tags(16)[Shard]}}}:";

    private static ShardFold Fold(LogPosition from, LogPosition to) => new(
        from, to, 100, [Samples.Block(0, 60, 1), Samples.Block(BlockKey.BaseLevel, 0, 2)], [Samples.Row(Samples.Ann, 0, 1)],
            [Samples.Item(Samples.Ann, FloorItemKind.Source, 0, 1)]);

    private static Task<bool> LeaseAsync(IMetricStore store, TimeSpan duration) => store.LeaseFoldAsync(Shard, duration, default).InTime();

    private static Task<bool> FoldAsync(IMetricStore store, ShardFold fold) => store.FoldAsync(Shard, fold, default).InTime();

    private Task<IReadOnlyList<LogEntry>> ReadAsync(LogPosition after) => _other.ReadLogAsync(Shard, after, 1000, default).InTime();

    // COPY keeps the value of a key beside it.
    private async Task<string[]> BackUpAsync()
    {
        string[] keys = [$"{Start}marks", $"{Start}log", $"{Start}meta"];
        foreach (var key in keys) await Redis.AskAsync("COPY", key, $"copy:{key}");
        return keys;
    }

    private async Task RestoreAsync(string[] keys)
    {
        foreach (var key in keys) await Redis.AskAsync("COPY", $"copy:{key}", key, "REPLACE");
    }

    private static bool Holds(ReadOnlyMemory<byte> request, Script script)
        => request.Span.IndexOf(System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(script.Hash))) >= 0;
}
