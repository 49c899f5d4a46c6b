using Microsoft.Extensions.Logging;

namespace CallCenter.Asterisk;

/// <summary>What the adapter logs.</summary>
internal static partial class AdapterLog
{
    [LoggerMessage(Level = LogLevel.Information, EventName = "AsteriskConnected", Message = "Connected to the AMI at {Host}:{Port}.")]
    public static partial void Connected(ILogger log, string host, int port);

    [LoggerMessage(Level = LogLevel.Warning, EventName = "AsteriskLost", Message = "{Reason} Connecting again in {Seconds} s.")]
    public static partial void ConnectionLost(ILogger log, string reason, string seconds);
}
