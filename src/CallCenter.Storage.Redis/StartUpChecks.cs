using System.Globalization;
using CallCenter.Core.Encoding;
using CallCenter.Core.Storage;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CallCenter.Storage.Redis;

/// <summary>Checks before a Redis is used: refuses a setup that cannot work, with the cause, and warns of an unsafe one.</summary>
internal sealed class StartUpChecks(RedisStoreOptions options, IConnectionMultiplexer redis, ILogger log)
{
    // Stream ranges that leave their start out, XTRIM MINID, XADD NOMKSTREAM.
    private static readonly Version VersionMin = new(6, 2);

    private readonly ShardKeys _keys = new(options.Prefix, HashSlots.Tags(options.Shards)[0]);

    /// <summary>Checks each server: refuses a version that is too old, warns of unsafe settings.</summary>
    public async Task LookAtServersAsync(CancellationToken cancellationToken)
    {
        foreach (var server in redis.GetServers().Where(s => s.IsConnected))
        {
            var info = await ReadInfoAsync(server);
            cancellationToken.ThrowIfCancellationRequested();
            CheckVersion(server, info);
            foreach (var warning in Warnings(info)) RedisLog.Unsafe(log, $"Redis at {server.EndPoint} {warning}");
            if (IsMaster(info) && !await KeepsDataAsync(server, info))
                RedisLog.Unsafe(log, $"Redis at {server.EndPoint} writes nothing to disk: a restart loses everything; set appendonly yes.");
        }
        if (!options.Tls && options.Hosts.Any(h => !IsLocal(h.Name)))
            RedisLog.Unsafe(
                log, $"{options} is reached without TLS: who can read the network can read the password and the events; use rediss://.");
    }

    /// <summary>Tries the commands that will be used; may be repeated after a passing fault.</summary>
    public async Task TryCommandsAsync()
    {
        await CheckCommandsAsync();
        await CheckLayoutAsync();
    }

    private async Task<Dictionary<string, string>> ReadInfoAsync(IServer server)
    {
        try
        {
            var groups = await server.InfoAsync();
            return groups.SelectMany(g => g).GroupBy(p => p.Key).ToDictionary(g => g.Key, g => g.First().Value, StringComparer.Ordinal);
        }
        catch (RedisServerException e) when (e.Message.StartsWith("NOPERM", StringComparison.Ordinal))
        {
            throw Missing(["INFO"]);
        }
    }

    private void CheckVersion(IServer server, Dictionary<string, string> info)
    {
        var text = info.GetValueOrDefault("redis_version", "0.0");
        if (Version.TryParse(text, out var version) && version >= VersionMin) return;
        throw new StoreUnavailableException($"Redis at {server.EndPoint} has version {text}; {VersionMin} or newer is needed.");
    }

    private IEnumerable<string> Warnings(Dictionary<string, string> info)
    {
        var policy = info.GetValueOrDefault("maxmemory_policy", "noeviction");
        if (policy != "noeviction") yield return $"has maxmemory-policy {policy}: when memory is short it deletes counts; set noeviction.";
        if (!IsMaster(info))
        {
            if (info.GetValueOrDefault("master_link_status") == "down")
                yield return "is a replica that is not synchronised with its master: it cannot take over; look at its log.";
            yield break;
        }
        var replicas = info.Where(p => IsReplicaLine(p.Key)).Select(p => p.Value).ToList();
        foreach (var replica in replicas.Where(r => !r.Contains("state=online", StringComparison.Ordinal)))
            yield return $"has a replica that was never synchronised ({replica}): it cannot take over yet.";
        if (replicas.Count < options.Replicas)
            yield return $"has {replicas.Count} replicas, but commits shall wait for {options.Replicas}: "
                + $"each waits {options.ReplicaWait.TotalMilliseconds:0} ms in vain.";
    }

    private static bool IsMaster(Dictionary<string, string> info) => info.GetValueOrDefault("role") == "master";

    private static bool IsReplicaLine(string name)
        => name.StartsWith("slave", StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static async Task<bool> KeepsDataAsync(IServer server, Dictionary<string, string> info)
    {
        if (info.GetValueOrDefault("aof_enabled") == "1") return true;
        try
        {
            var save = await server.ConfigGetAsync("save");
            return save.Length == 0 || save[0].Value.Length > 0;
        }
        catch (RedisServerException)
        {
            // Managed services do not tell; they keep it in their own way.
            return true;
        }
    }

    private async Task CheckCommandsAsync()
    {
        var database = redis.GetDatabase();
        var probe = _keys.Replicated;
        var missing = new List<string>();
        await TryAsync("EVAL", () => database.ScriptEvaluateAsync("return 1", [probe], flags: CommandFlags.NoScriptCache));
        await TryAsync("EVALSHA", () => database.ScriptEvaluateAsync(new byte[20], [probe]));
        await TryAsync("GET", () => database.StringGetAsync(probe));
        await TryAsync("SET", () => database.ExecuteAsync("SET", probe, "", "PX", "1000"));
        await TryAsync("MGET", () => database.StringGetAsync([probe, probe]));
        await TryAsync("HGETALL", () => database.HashGetAllAsync(probe));
        await TryAsync("HLEN", () => database.HashLengthAsync(probe));
        await TryAsync("XREVRANGE", () => database.StreamRangeAsync(probe, count: 1, messageOrder: Order.Descending));
        await TryAsync("HSCAN", () => database.ExecuteAsync("HSCAN", probe, "0"));
        if (options.Replicas > 0) await TryAsync("WAIT", () => database.ExecuteAsync("WAIT", "0", "1"));
        if (missing.Count == 0)
        {
            var inScripts = await database.ScriptEvaluateAsync(
                Script.Read("probe"), [probe], flags: CommandFlags.NoScriptCache | CommandFlags.DemandMaster);
            missing.AddRange((string[])inScripts!);
        }
        if (missing.Count > 0) throw Missing(missing);

        async Task TryAsync(string name, Func<Task> call)
        {
            try
            {
                await call();
            }
            catch (RedisServerException e)
                when (e.Message.StartsWith("NOPERM", StringComparison.Ordinal) && e.Message.Contains(" key", StringComparison.Ordinal))
            {
                throw new StoreUnavailableException(
                    $"{options} does not permit the keys of the prefix: {e.Message} Grant them: ACL SETUSER {Who} ~{options.Prefix}:*", e);
            }
            catch (RedisServerException e)
                when (e.Message.StartsWith("NOPERM", StringComparison.Ordinal)
                    || e.Message.Contains("nknown command", StringComparison.Ordinal))
            {
                missing.Add(name);
            }
            catch (RedisServerException e) when (e.Message.StartsWith("WRONGTYPE", StringComparison.Ordinal) || Faults.IsScriptMissing(e))
            {
                // Permitted, which is all that was asked.
            }
        }
    }

    // The number of shards decides where everything lies, so that another number would begin anew beside the old data.
    private async Task CheckLayoutAsync()
    {
        var database = redis.GetDatabase();
        var key = LayoutKey(options);
        var layout = Layout(options, options.FormatMax);
        // Spelt out, since the library has other commands for it, which the user may not have.
        await database.ExecuteAsync("SET", key, layout, "NX");
        var stored = (string?)await database.StringGetAsync(key, CommandFlags.DemandMaster);
        // Data of an older format is read, and stays so until it is raised.
        if (Enumerable.Range(StoredFormat.Oldest, options.FormatMax).Any(format => stored == Layout(options, format))) return;
        throw new StoreUnavailableException(
            $"{options} holds data of another layout under prefix '{options.Prefix}': {stored}; this server is set to {layout}. "
            + "Set shards to what it was, run a server of that format, or use another prefix.");
    }

    /// <summary>The setup that all servers on the same data share.</summary>
    public static string Layout(RedisStoreOptions options, int format)
        => string.Create(CultureInfo.InvariantCulture, $"format {format}, shards {options.Shards}");

    public static RedisKey LayoutKey(RedisStoreOptions options) => $"{options.Prefix}:layout";

    private StoreUnavailableException Missing(IReadOnlyList<string> commands)
    {
        var grants = string.Join(' ', commands.Select(c => $"+{c.ToLowerInvariant()}"));
        return new StoreUnavailableException(
            $"{options} does not permit or does not know {string.Join(", ", commands)}. Grant it: ACL SETUSER {Who} {grants}");
    }

    private string Who => options.User ?? "default";

    private static bool IsLocal(string host)
        => host == "localhost" || (System.Net.IPAddress.TryParse(host, out var address) && System.Net.IPAddress.IsLoopback(address));
}
