namespace CallCenter.Server;

/// <summary>The server's log lines. Nothing is logged per event.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(102, LogLevel.Information,
        "StreamOpened: tenant {Tenant}, source {Source}, adapter {Adapter} {AdapterVersion} at {Peer}.")]
    public static partial void StreamOpened(
        ILogger logger, string tenant, string source, string adapter, string adapterVersion, string peer);

    [LoggerMessage(103, LogLevel.Information, "ServerReady: {Store}; loaded in {Elapsed}.")]
    public static partial void ServerReady(ILogger logger, string store, TimeSpan elapsed);

    [LoggerMessage(104, LogLevel.Information, "ServerStopped: all received events are committed.")]
    public static partial void ServerStopped(ILogger logger);

    [LoggerMessage(107, LogLevel.Warning,
        "CallsRefused: {Reason}, {Count} since the previous such line (one a minute at most); the last: {Method} from {Peer}. {Cause}")]
    public static partial void CallsRefused(ILogger logger, string reason, long count, string method, string peer, string cause);

    [LoggerMessage(108, LogLevel.Error,
        "CallFailed: {Method}; a defect: please report it with this trace. The call ended, the server goes on.")]
    public static partial void CallFailed(ILogger logger, string method, Exception exception);

    [LoggerMessage(105, LogLevel.Critical, "EngineFailed: the server cannot go on and stops.")]
    public static partial void EngineFailed(ILogger logger, Exception exception);

    [LoggerMessage(106, LogLevel.Warning, "StreamTimedOut: source {Source}. {Why}")]
    public static partial void StreamTimedOut(ILogger logger, string source, string why);
}
