using System.Collections.Concurrent;
using System.Net;
using CallCenter.Core.Storage;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CallCenter.Storage.Redis;

/// <summary>
/// Waits until replicas have what was committed, and tells how many do. One WAIT a master at a time: commits that come meanwhile share the
/// next one, so that an absent replica costs each commit two waits at most and not a queue of them. Safe for several threads.
/// </summary>
internal sealed class ReplicaWaits(RedisLink link, RedisStoreOptions options, ILogger log)
{
    private readonly ConcurrentDictionary<EndPoint, Rounds> _masters = new();
    private volatile bool _short;

    /// <summary>Number of replicas that have everything committed to the shard before the call; 0 when it cannot be told.</summary>
    public async Task<int> WaitAsync(ShardKeys shard, CancellationToken cancellationToken)
    {
        var master = await FindMasterAsync(shard, cancellationToken);
        var achieved = master is null ? 0 : await _masters.GetOrAdd(master, _ => new Rounds(AskAsync)).JoinAsync(shard);
        RedisMetrics.ReplicasAchieved.Record(achieved);
        if (achieved < options.Replicas && !_short) RedisLog.ReplicasMissing(log, achieved, options.Replicas, options.ReplicaWait);
        if (achieved >= options.Replicas && _short) RedisLog.ReplicasBack(log, options.Replicas);
        _short = achieved < options.Replicas;
        return achieved;
    }

    private async Task<EndPoint?> FindMasterAsync(ShardKeys shard, CancellationToken cancellationToken)
    {
        try
        {
            return await link.AskAsync(
                Line.Waits, db => Task.FromResult(db.Multiplexer.GetServer(shard.Replicated, flags: CommandFlags.DemandMaster).EndPoint),
                    cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }

    // WAIT is for the writes of its own connection and counts replicas that have all the master wrote before: hence a small write first.
    private async Task<int> AskAsync(ShardKeys shard)
    {
        try
        {
            return await link.AskAsync(Line.Waits, async db =>
            {
                var server = db.Multiplexer.GetServer(shard.Replicated, flags: CommandFlags.DemandMaster);
                var written = db.ExecuteAsync("SET", [shard.Replicated, "", "PX", "60000"], CommandFlags.DemandMaster);
                var waited = server.ExecuteAsync("WAIT", options.Replicas, (int)options.ReplicaWait.TotalMilliseconds);
                await written;
                return (int)await waited;
            }, CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            return 0;
        }
    }

    /// <summary>The rounds of one master. The lock guards which round runs and which is next.</summary>
    private sealed class Rounds(Func<ShardKeys, Task<int>> ask)
    {
        private readonly Lock _lock = new();
        private Task<int>? _running;
        private Task<int>? _next;

        public Task<int> JoinAsync(ShardKeys shard)
        {
            lock (_lock)
            {
                if (_running is null) return _running = RunAsync(shard);
                return _next ??= RunNextAsync(_running, shard);
            }
        }

        private async Task<int> RunNextAsync(Task<int> before, ShardKeys shard)
        {
            await before;
            return await RunAsync(shard);
        }

        private async Task<int> RunAsync(ShardKeys shard)
        {
            // Gives the lock's holder time to note this round before it can end.
            await Task.Yield();
            try
            {
                return await ask(shard);
            }
            finally
            {
                lock (_lock) (_running, _next) = (_next, null);
            }
        }
    }
}
