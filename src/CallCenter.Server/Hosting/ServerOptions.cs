using CallCenter.Engine;
using CallCenter.Server.Access;
using CallCenter.Server.Settings;
using CallCenter.Storage.Embedded;
using CallCenter.Storage.Redis;

namespace CallCenter.Server.Hosting;

/// <summary>Everything that can be set, by appsettings.json, environment (CallCenter__Listen) or command line (--Listen).</summary>
public sealed class ServerOptions
{
    /// <value>Addresses of the gRPC door, separated by semicolons. http://HOST:PORT is HTTP/2 without TLS, https://HOST:PORT is TLS with
    /// every door (HTTP/1.1 and HTTP/2, and HTTP/3 where <see cref="Tls"/> says so), http://unix:/PATH a socket file. Default
    /// http://127.0.0.1:50051; a port of 0 picks a free one.</value>
    public string Listen { get; set; } = "http://127.0.0.1:50051";

    /// <value>Addresses of the doors for HTTP/1.1 without TLS (JSON, CSV, event streams, metrics, probes, gRPC-Web), written as in
    /// <see cref="Listen"/>: one plain-text address cannot speak both versions of HTTP. Default none.</value>
    public string Web { get; set; } = "";

    /// <value>Certificate and protocols of https addresses.</value>
    public TlsOptions Tls { get; set; } = new();

    /// <value>Which credentials calls need. Default none: every caller may do everything, in the tenant "default".</value>
    public AccessOptions Access { get; set; } = new();

    /// <value>Which personal data is replaced on its way in. Default none.</value>
    public PrivacyOptions Privacy { get; set; } = new();

    /// <value>Accept addresses that others can reach without TLS. Default false.</value>
    public bool AllowPlainText { get; set; }

    /// <value>Accept addresses that others can reach while no credentials are configured. Default false.</value>
    public bool AllowAnonymous { get; set; }

    /// <value>Origins whose pages may call the server, such as https://wallboard.example. Default none.</value>
    public string[] AllowedOrigins { get; set; } = [];

    /// <value>Serve the descriptors of the protos to tools such as grpcurl. Default: only while every address is local.</value>
    public bool? Reflection { get; set; }

    /// <value>Serve the OpenAPI document (/openapi/v1.json) and its page (/docs), without a credential: they show the published contract
    /// and nothing of a tenant. Default: only while every address is local.</value>
    public bool? Docs { get; set; }

    /// <value>Address of an OpenTelemetry collector for metrics, traces and logs, such as http://127.0.0.1:4317. Default none.</value>
    public string? Otlp { get; set; }

    /// <value>A stream that says nothing for longer is ended. Default 45 s, 1 s to 1 h.</value>
    public TimeSpan IdleMax { get; set; } = TimeSpan.FromSeconds(45);

    /// <value>An ingest stream whose acks are not read for longer is ended. Default 30 s, 0.1 s to 1 h.</value>
    public TimeSpan AckWriteMax { get; set; } = TimeSpan.FromSeconds(30);

    /// <value>A subscription whose messages are not read for longer is ended. Default 30 s, 0.1 s to 1 h.</value>
    public TimeSpan UpdateWriteMax { get; set; } = TimeSpan.FromSeconds(30);

    /// <value>A subscription is ended after this time, or up to a tenth sooner, so that its client connects anew and goes on, perhaps with
    /// another server. Default 1 h, 10 s to 30 days.</value>
    public TimeSpan SubscriptionLifeMax { get; set; } = TimeSpan.FromHours(1);

    /// <value>Size of one message, at most. Default 4 MiB, 64 KiB to 64 MiB.</value>
    public int MessageBytesMax { get; set; } = 4 * 1024 * 1024;

    /// <value>How often a quiet subscription hears that it lives. Default 5 s, 0.1 s to 60 s.</value>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <value>What the numbers of tenants depend on: thresholds, time zone, calendars, departments, reasons, costs. The same on all servers
    /// of a store.</value>
    public SettingOptions Settings { get; set; } = new();

    /// <value>A YAML file with all of that instead of <see cref="Settings"/>; a changed one is used within seconds, a wrong one is not.
    /// Default none.</value>
    public string? Definitions { get; set; }

    /// <value>Address of the Redis to keep everything in, shared with other nodes: redis://[user:password@]host:port[,host:port...], see
    /// src/CallCenter.Storage.Redis/README.md. Default none: the embedded store.</value>
    public string? Redis { get; set; }

    /// <value>The embedded store, used without <see cref="Redis"/>.</value>
    public EmbeddedStoreOptions Store { get; set; } = new();

    /// <value>How much callers may ask of the server at once.</value>
    public LimitOptions Limits { get; set; } = new();

    /// <value>Limits and periods of the engine.</value>
    public EngineOptions Engine { get; set; } = new();

    internal bool ServesReflection => Reflection ?? IsLocal;

    internal bool ServesDocs => Docs ?? IsLocal;

    private bool IsLocal => ListenAddress.ParseAll($"{Listen};{Web}").All(listen => listen.Address is { IsLocal: true });

    private IReadOnlyList<string> UnknownKeys { get; set; } = [];

    /// <summary>The options of a configuration, checked.</summary>
    /// <exception cref="ServerOptionsException">An option cannot be read, or is wrong.</exception>
    internal static ServerOptions Read(IConfiguration configuration, Action<ServerOptions>? adjust)
    {
        var options = ReadUnchecked(configuration, adjust);
        var errors = options.Errors().ToList();
        return errors.Count == 0 ? options : throw new ServerOptionsException(errors);
    }

    /// <summary>The options of a configuration, whatever their errors.</summary>
    /// <exception cref="ServerOptionsException">An option cannot be read.</exception>
    internal static ServerOptions ReadUnchecked(IConfiguration configuration, Action<ServerOptions>? adjust)
    {
        var options = new ServerOptions();
        try
        {
            configuration.Bind(options);
        }
        catch (InvalidOperationException e)
        {
            throw new ServerOptionsException([$"A setting cannot be read: {e.Message}"]);
        }
        options.UnknownKeys = [.. UnknownKeysOf(configuration)];
        adjust?.Invoke(options);
        return options;
    }

    /// <summary>Everything that is wrong, each with what to do; empty when all is well.</summary>
    public IEnumerable<string> Errors()
    {
        foreach (var error in Endpoints.Errors(this).Concat(OriginErrors())) yield return error;
        foreach (var error in Access.Errors().Concat(Privacy.Errors()).Concat(Limits.Errors())) yield return error;
        if (Otlp is not null && !Uri.TryCreate(Otlp, UriKind.Absolute, out _))
            yield return $"Otlp is '{Otlp}'; set it to a collector's address such as http://127.0.0.1:4317.";
        if (IdleMax < TimeSpan.FromSeconds(1) || IdleMax > TimeSpan.FromHours(1))
            yield return $"IdleMax is {IdleMax}; set it to 1 s to 1 h.";
        if (AckWriteMax < TimeSpan.FromSeconds(0.1) || AckWriteMax > TimeSpan.FromHours(1))
            yield return $"AckWriteMax is {AckWriteMax}; set it to 0.1 s to 1 h.";
        if (UpdateWriteMax < TimeSpan.FromSeconds(0.1) || UpdateWriteMax > TimeSpan.FromHours(1))
            yield return $"UpdateWriteMax is {UpdateWriteMax}; set it to 0.1 s to 1 h.";
        if (SubscriptionLifeMax < TimeSpan.FromSeconds(10) || SubscriptionLifeMax > TimeSpan.FromDays(30))
            yield return $"SubscriptionLifeMax is {SubscriptionLifeMax}; set it to 10 s to 30 days.";
        if (MessageBytesMax is < 64 * 1024 or > 64 * 1024 * 1024)
            yield return $"MessageBytesMax is {MessageBytesMax}; set it to 65536 to 67108864.";
        if (HeartbeatInterval < TimeSpan.FromSeconds(0.1) || HeartbeatInterval > TimeSpan.FromSeconds(60))
            yield return $"HeartbeatInterval is {HeartbeatInterval}; set it to 0.1 s to 60 s.";
        foreach (var error in UnknownKeys.Concat(SettingsErrors())) yield return error;
        foreach (var error in (Redis is null ? Store.Errors() : RedisErrors()).Concat(Engine.Errors())) yield return error;
    }

    private IEnumerable<string> SettingsErrors()
    {
        var errors = new SettingErrors();
        SettingsReader.Read(Settings, errors);
        return Definitions is null || Settings.IsSame(new SettingOptions()) ? errors.Texts : errors.Texts.Append(
            $"{nameof(Definitions)} and {nameof(Settings)} are both set; move all of {nameof(Settings)} into '{Definitions}', or leave "
                + $"{nameof(Definitions)} out.");
    }

    private IEnumerable<string> OriginErrors()
        => from origin in AllowedOrigins
           where !Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.GetLeftPart(UriPartial.Authority) != origin
           select $"AllowedOrigins has '{origin}'; write an origin such as https://wallboard.example, without a path or a star.";

    private IEnumerable<string> RedisErrors()
    {
        try
        {
            return RedisStoreOptions.Parse(Redis!).Errors();
        }
        catch (FormatException e)
        {
            return [e.Message];
        }
    }

    // Elsewhere an unknown key is passed over: it may be another program's of the same host.
    private static IEnumerable<string> UnknownKeysOf(IConfiguration configuration) =>
    [
        .. new[] { "ServiceLevelThreshold", "ShortAbandonLimit" }.Where(key => configuration[key] is not null)
            .Select(key => $"{key} is no setting; set {nameof(Settings)}:{key}."),
        .. Server.Settings.UnknownSettings.Errors(configuration.GetSection(nameof(Settings)), typeof(SettingOptions)),
    ];
}

/// <summary>The server cannot start as it is configured.</summary>
public sealed class ServerOptionsException(IReadOnlyList<string> errors)
    : Exception(string.Join(Environment.NewLine, errors))
{
    public IReadOnlyList<string> Errors { get; } = errors;
}
