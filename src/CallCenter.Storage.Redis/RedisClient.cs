using System.Security.Authentication;
using StackExchange.Redis;

namespace CallCenter.Storage.Redis;

/// <summary>How the client library is set up.</summary>
internal static class RedisClient
{
    // Published messages are not used; without them a server has one connection a line, and the user needs fewer rights.
    private static readonly CommandMap NoMessages = CommandMap.Create(
        ["SUBSCRIBE", "PSUBSCRIBE", "UNSUBSCRIBE", "PUNSUBSCRIBE", "PUBLISH"], available: false);

    public static Task<ConnectionMultiplexer> ConnectAsync(RedisStoreOptions options, IEnumerable<RedisHost> hosts)
        => ConnectionMultiplexer.ConnectAsync(Configure(options, hosts, options.User, options.Password, NoMessages));

    /// <summary>Connects to the sentinels, of which some may be away.</summary>
    public static Task<ConnectionMultiplexer> ConnectSentinelsAsync(RedisStoreOptions options)
    {
        var configuration = Configure(options, options.Hosts, options.SentinelUser, options.SentinelPassword, CommandMap.Sentinel);
        configuration.AbortOnConnectFail = false;
        configuration.DefaultDatabase = null;
        return ConnectionMultiplexer.ConnectAsync(configuration);
    }

    private static ConfigurationOptions Configure(
        RedisStoreOptions options, IEnumerable<RedisHost> hosts, string? user, string? password, CommandMap commands)
    {
        var configuration = new ConfigurationOptions
        {
            ClientName = "callcenter",
            // Only of the first connection, which tells its cause then; a connection that was there once is always made anew.
            AbortOnConnectFail = true,
            ConnectRetry = 1,
            // A call to a server of a cluster that is being connected to waits this long, whatever it may itself wait for.
            ConnectTimeout = (int)Math.Min(options.Timeout.TotalMilliseconds, 2000),
            // A connection that says nothing for four of these is given up. Less than the bound of a call, so that the library tells why.
            AsyncTimeout = (int)(options.Timeout.TotalMilliseconds * 0.75),
            // The sessions upstream hold what is not counted yet; a queue here would only run it late.
            BacklogPolicy = BacklogPolicy.FailFast,
            ReconnectRetryPolicy = new LinearRetry(250),
            HeartbeatInterval = TimeSpan.FromMilliseconds(500),
            KeepAlive = 10,
            ConfigCheckSeconds = 2,
            TieBreaker = "",
            ConfigurationChannel = "",
            CommandMap = commands,
            // The library counts asking how Redis is set up as administration.
            AllowAdmin = true,
            DefaultDatabase = options.Database,
            User = user,
            Password = password,
            IncludeDetailInExceptions = false,
        };
        foreach (var host in hosts) configuration.EndPoints.Add(host.Name, host.Port);
        if (options.Tls) UseTls(configuration, options);
        return configuration;
    }

    private static void UseTls(ConfigurationOptions configuration, RedisStoreOptions options)
    {
        configuration.Ssl = true;
        configuration.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        if (options.CaFile is { } ca) configuration.TrustIssuer(ca);
        if (options.CertFile is { } cert) configuration.SetUserPemCertificate(cert, options.KeyFile);
    }
}
