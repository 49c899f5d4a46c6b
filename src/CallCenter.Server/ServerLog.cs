namespace CallCenter.Server;

/// <summary>The server's log lines. Nothing is logged per event.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(101, LogLevel.Warning, "StoreFailed: {Method} was refused because the store does not answer.")]
    public static partial void StoreFailed(ILogger logger, string method, Exception exception);

    [LoggerMessage(102, LogLevel.Information, "StreamOpened: source {Source}, adapter {Adapter} {AdapterVersion} at {Peer}.")]
    public static partial void StreamOpened(ILogger logger, string source, string adapter, string adapterVersion, string peer);

    [LoggerMessage(103, LogLevel.Information, "ServerReady: {Store}; loaded in {Elapsed}.")]
    public static partial void ServerReady(ILogger logger, string store, TimeSpan elapsed);

    [LoggerMessage(104, LogLevel.Information, "ServerStopped: all taken events are committed.")]
    public static partial void ServerStopped(ILogger logger);

    [LoggerMessage(105, LogLevel.Critical, "EngineFailed: the server cannot go on and stops.")]
    public static partial void EngineFailed(ILogger logger, Exception exception);
}
