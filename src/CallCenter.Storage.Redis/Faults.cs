using System.Net.Sockets;
using CallCenter.Core.Storage;
using StackExchange.Redis;

namespace CallCenter.Storage.Redis;

/// <summary>Meaning of a failed call to Redis: retry, or an error with a sentence for the caller.</summary>
internal static class Faults
{
    // Answers of calls that were not executed, for causes that pass by themselves: a slot moves, a replica takes over, data is loaded, a
    // script runs.
    private static readonly string[] Passing =
    [
        "MOVED", "ASK", "TRYAGAIN", "CLUSTERDOWN", "LOADING", "READONLY", "MASTERDOWN", "BUSY",
        // The client library's words for a MOVED to a server that it cannot reach.
        "Endpoint ",
    ];

    private const string ReadOnly = "is a read-only replica; no master was found.";

    /// <summary>Not executed, and may go well the next time.</summary>
    public static bool IsPassing(Exception e) => e switch
    {
        RedisServerException => Passing.Any(start => e.Message.StartsWith(start, StringComparison.Ordinal)),
        RedisConnectionException connection => connection.CommandStatus is CommandStatus.WaitingToBeSent or CommandStatus.WaitingInBacklog
            || FindsNoMaster(connection),
        _ => false,
    };

    // The library knows only of a replica, as during a fail-over, and sends nothing.
    private static bool FindsNoMaster(RedisConnectionException e) => e.GetBaseException() is RedisCommandException;

    public static bool IsScriptMissing(RedisServerException e) => e.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal);

    /// <summary>An idempotent call may also be repeated when the connection is lost.</summary>
    public static bool MayRepeat(Exception e) => IsPassing(e) || e is RedisConnectionException || IsBareLoss(e);

    /// <summary>Whether this is the world's fault: not ours, nor that the caller cancelled.</summary>
    public static bool IsStoreFault(Exception e, CancellationToken cancellationToken)
        => e is RedisException or TimeoutException or ObjectDisposedException
            || (IsBareLoss(e) && !(e is OperationCanceledException && cancellationToken.IsCancellationRequested));

    // When two of the library's tasks meet the end of a connection at once, pending calls fail with the bare exception of its pipe or
    // reader.
    private static bool IsBareLoss(Exception e)
        => e is InvalidOperationException and not ObjectDisposedException or IOException or SocketException or OperationCanceledException;

    public static StoreUnavailableException Unavailable(RedisStoreOptions options, Exception e) => new($"{options} {Say(options, e)}", e);

    /// <summary>Keys of a shard are missing, found by this side.</summary>
    /// <param name="missing">What is missing, such as "the checkpoint is missing".</param>
    public static StoreUnavailableException ShardLost(RedisStoreOptions options, string missing)
        => new($"{options} {SayRefusal($"SHARDLOST {missing}")}");

    private static string Say(RedisStoreOptions options, Exception e) => e switch
    {
        TimeoutException => $"did not answer within {options.Timeout.TotalSeconds:0.###} s.",
        ObjectDisposedException => "is closed here.",
        RedisServerException server => SayRefusal(server.Message),
        RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure }
            => $"did not let this client in: {e.GetBaseException().Message}",
        RedisConnectionException connection
            when FindsNoMaster(connection) || e.Message.Contains("requires writable", StringComparison.Ordinal) => ReadOnly,
        OperationCanceledException or InvalidOperationException => "cannot be reached: the connection broke.",
        _ => $"cannot be reached: {Cause(e)}",
    };

    private static string SayRefusal(string message) => message.Split(' ')[0] switch
    {
        "OOM" => "is out of memory (maxmemory) and refuses writes; give it more.",
        "MISCONF" => $"cannot write its own disk and refuses writes: {message}",
        "NOREPLICAS" => "has fewer replicas than its min-replicas-to-write asks for and refuses writes.",
        "READONLY" => ReadOnly,
        "SHARDLOST" => "has lost keys of a shard (evicted or deleted); restore it, or delete all keys of the prefix to begin anew. "
            + $"maxmemory-policy must be noeviction. ({message})",
        "SHARDFORM" => $"holds a shard that this server cannot read: {message["SHARDFORM ".Length..]}.",
        "NOPERM" => $"does not permit what is needed: {message}",
        "NOAUTH" or "WRONGPASS" => $"did not let this client in: {message}",
        _ => $"refused: {message}",
    };

    // The library's own message is about its settings; the operating system's, if there is one, helps more.
    private static string Cause(Exception e)
    {
        var deepest = e.GetBaseException();
        return deepest is RedisConnectionException ? "no server answers there; see that Redis runs and that the address is right."
            : deepest.Message;
    }
}
