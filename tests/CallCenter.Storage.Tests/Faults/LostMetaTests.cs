using CallCenter.Core.Storage;
using CallCenter.Storage.Redis;

namespace CallCenter.Storage.Tests.Faults;

/// <summary>A shard's meta key is deleted while servers run.</summary>
[Collection(nameof(OneRedis))]
public sealed class LostMetaTests(OneRedis redis)
{
    [RedisFact]
    public async Task A_commit_claim_or_lease_notices_that_the_meta_key_is_gone()
    {
        var prefix = RedisStores.NewPrefix();
        var options = RedisStoreOptions.Parse(redis.Server!.Address) with
        {
            Prefix = prefix,
            Shards = 1,
            Timeout = TimeSpan.FromSeconds(20)
        };
        await using var store = RedisStores.Open(options, TimeProvider.System);
        var mark = await store.ClaimAsync(0, Samples.Ann, default).InTime();
        await Samples.CommitAsync(store, Samples.Batch(1), Samples.Step(Samples.Ann, mark, 0, 1));
        await redis.Server.AskAsync("DEL", await redis.Server.AskAsync("KEYS", $"{prefix}:*:meta"));

        Func<Task>[] calls =
        [
            () => store.CommitAsync(0, new LogCommit([Samples.Step(Samples.Ann, mark, 1, 2)], Samples.Batch(2)), default),
            () => store.ClaimAsync(0, Samples.Ann, default),
            () => store.LeaseFoldAsync(0, TimeSpan.FromMinutes(1), default),
            () => store.LoadAsync(0, default),
        ];

        foreach (var call in calls)
        {
            var error = await Assert.ThrowsAsync<StoreUnavailableException>(call).InTime();
            Assert.Contains("has lost keys of a shard", error.Message, StringComparison.Ordinal);
        }
    }
}
