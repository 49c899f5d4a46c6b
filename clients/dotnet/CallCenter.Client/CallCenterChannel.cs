using Grpc.Net.Client;

namespace CallCenter.Client;

/// <summary>Opens channels with settings for long streams.</summary>
public static class CallCenterChannel
{
    // A snapshot of thousands of groups is larger than gRPC's default of 4 MiB.
    internal const int MessageBytesMax = 64 * 1024 * 1024;

    /// <summary>
    /// Opens a channel: keep-alive pings find a dead peer within 20 s, messages may have up to 64 MiB, and a further connection is
    /// opened when one has all the streams it can carry.
    /// </summary>
    /// <param name="address">Where the server listens, such as "http://127.0.0.1:50051" or "https://kpi.example.com".</param>
    /// <param name="credential">What the server asks for; null when it asks for nothing.</param>
    /// <returns>The channel; it connects when first used.</returns>
    public static GrpcChannel Open(string address, CallCenterCredential? credential = null)
    {
        var connections = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = TimeSpan.FromSeconds(10),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            ConnectTimeout = TimeSpan.FromSeconds(10),
        };
        return GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            HttpHandler = credential?.Over(connections, new Uri(address)) ?? connections,
            DisposeHttpClient = true,
            MaxReceiveMessageSize = MessageBytesMax,
            // This client has its own back-off per stream; the channel's, of up to 2 min, would come on top.
            InitialReconnectBackoff = TimeSpan.FromMilliseconds(50),
            MaxReconnectBackoff = TimeSpan.FromSeconds(1),
        });
    }
}
