using Microsoft.Extensions.Logging;

namespace CallCenter.Storage.Redis;

/// <summary>The store's log lines. Nothing is logged per commit.</summary>
internal static partial class RedisLog
{
    [LoggerMessage(201, LogLevel.Warning, "RedisUnsafe: {Warning}")]
    public static partial void Unsafe(ILogger logger, string warning);

    [LoggerMessage(202, LogLevel.Warning,
        "ReplicasMissing: commits reach {Achieved} of {Wanted} replicas within {Wait}; they stand, and a fail-over may lose them.")]
    public static partial void ReplicasMissing(ILogger logger, int achieved, int wanted, TimeSpan wait);

    [LoggerMessage(203, LogLevel.Information, "ReplicasBack: commits reach {Wanted} replicas again.")]
    public static partial void ReplicasBack(ILogger logger, int wanted);

    [LoggerMessage(204, LogLevel.Warning, "MasterMoved: the sentinels name {Master} now.")]
    public static partial void MasterMoved(ILogger logger, RedisHost master);

    [LoggerMessage(205, LogLevel.Warning, "SentinelsAway: no sentinel names a master of '{Name}'; trying on.")]
    public static partial void SentinelsAway(ILogger logger, string name, Exception? exception);
}
