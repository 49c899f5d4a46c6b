using System.Collections.Concurrent;
using StackExchange.Redis;

namespace CallCenter.Storage.Redis;

/// <summary>
/// Registers this node with each shard as one that reads up to some format, and knows the format to write: the newest that all registered
/// nodes read and that the shard was raised to. Safe for several threads.
/// </summary>
internal sealed class ShardFormats(RedisLink link, RedisStoreOptions options, string node, TimeProvider time)
{
    // A node that ended counts as running for the life; one that runs renews its registration several times in it.
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan RenewInterval = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<ShardKeys, Registration> _registered = new();

    private sealed record Registration(int Format, long At);

    /// <summary>The format to write; the oldest while the shard was not opened.</summary>
    public int Of(ShardKeys keys) => _registered.TryGetValue(keys, out var registered) ? registered.Format : 1;

    public async Task RegisterAsync(Line line, ShardKeys keys, CancellationToken cancellationToken)
    {
        RedisValue[] values = [node, options.FormatMax, (long)Life.TotalMilliseconds];
        var answer = (RedisResult[])(await link.RunAsync(line, Script.Open, keys.Core, values, cancellationToken))!;
        _registered[keys] = new Registration((int)answer[0], time.GetTimestamp());
    }

    public Task RegisterIfDueAsync(ShardKeys keys, CancellationToken cancellationToken)
        => _registered.TryGetValue(keys, out var registered) && time.GetElapsedTime(registered.At) < RenewInterval
            ? Task.CompletedTask
            : RegisterAsync(Line.Bulk, keys, cancellationToken);

    public Task RaiseLayoutAsync(int format, CancellationToken cancellationToken)
    {
        object[] arguments = [StartUpChecks.LayoutKey(options), StartUpChecks.Layout(options, format)];
        return link.AskAsync(Line.Commits, db => db.ExecuteAsync("SET", arguments, CommandFlags.DemandMaster), cancellationToken);
    }
}
