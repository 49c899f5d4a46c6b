namespace CallCenter.Server;

/// <summary>The server's log lines. Nothing is logged per event.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(102, LogLevel.Information,
        "StreamOpened: tenant {Tenant}, source {Source}, adapter {Adapter} {AdapterVersion} at {Peer}.")]
    public static partial void StreamOpened(
        ILogger logger, string tenant, string source, string adapter, string adapterVersion, string peer);

    [LoggerMessage(109, LogLevel.Information,
        "StreamClosed: tenant {Tenant}, source {Source} at {Peer}: {Reason}; {Counted} events counted, {Duplicate} duplicate, "
            + "{Rejected} rejected in {Length}.")]
    public static partial void StreamClosed(
        ILogger logger, string tenant, string source, string peer, string reason, long counted, long duplicate, long rejected,
        TimeSpan length);

    [LoggerMessage(110, LogLevel.Information, "SubscriptionOpened: tenant {Tenant} at {Peer}; {Columns} columns by {Dimensions}.")]
    public static partial void SubscriptionOpened(ILogger logger, string tenant, string peer, int columns, string dimensions);

    [LoggerMessage(111, LogLevel.Information,
        "SubscriptionClosed: tenant {Tenant} at {Peer}: {Reason}; {Messages} messages in {Length}.")]
    public static partial void SubscriptionClosed(
        ILogger logger, string tenant, string peer, string reason, long messages, TimeSpan length);

    [LoggerMessage(112, LogLevel.Warning,
        "PlainTextTrusted: others can reach {Addresses}, and everybody on the way can read and change what is sent, keys included; "
            + "AllowPlainText accepts this. Use https:// with Tls:Certificate and Tls:Key where the network itself is not trusted.")]
    public static partial void PlainTextTrusted(ILogger logger, string addresses);

    [LoggerMessage(113, LogLevel.Warning,
        "AnybodyTrusted: everybody who can reach {Addresses} may send events and read KPIs; AllowAnonymous accepts this. Set "
            + "Access:KeysFile ('ccg keys create' makes it) where not everybody may.")]
    public static partial void AnybodyTrusted(ILogger logger, string addresses);

    [LoggerMessage(114, LogLevel.Information, "AddressOpen: {Address} serves {Protocols}.")]
    public static partial void AddressOpen(ILogger logger, string address, string protocols);

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
