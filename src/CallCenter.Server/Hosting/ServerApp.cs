using CallCenter.Core.Storage;
using CallCenter.Engine.Board;
using CallCenter.Engine.Ingest;
using CallCenter.Server.Errors;
using CallCenter.Server.Kpis;
using CallCenter.Storage.Embedded;
using CallCenter.Storage.Redis;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Logging.Console;

namespace CallCenter.Server.Hosting;

/// <summary>Puts the server together.</summary>
public static class ServerApp
{
    /// <summary>Checks the options and builds the server; start it with <see cref="ServerStart.StartAsync"/>.</summary>
    /// <exception cref="ServerOptionsException">An option is wrong, or appsettings.json cannot be read.</exception>
    /// <param name="adjust">Changes options after the configuration was read; for hosts that embed the server.</param>
    /// <param name="time">The clock to count by; none: the machine's.</param>
    public static WebApplication Build(string[] args, Action<ServerOptions>? adjust = null, TimeProvider? time = null)
    {
        var builder = CreateBuilder(args);
        builder.Configuration.AddEnvironmentVariables("CallCenter__");
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = LogLevels });
        var options = Read(builder.Configuration);
        adjust?.Invoke(options);
        var errors = options.Errors().ToList();
        if (errors.Count > 0) throw new ServerOptionsException(errors);

        AddLogging(builder);
        AddEngine(builder.Services, options, time ?? TimeProvider.System);
        AddGrpc(builder, options);
        var app = builder.Build();
        app.UseMiddleware<RefusedCallDetails>();
        app.MapGrpcService<Ingest.IngestService>();
        app.MapGrpcService<Kpis.KpiService>();
        app.MapGrpcHealthChecksService();
        // The door is on loopback only, see ServerOptions.Listen; the protos are public anyway.
        app.MapGrpcReflectionService();
        return app;
    }

    private static WebApplicationBuilder CreateBuilder(string[] args)
    {
        try
        {
            return WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        }
        catch (InvalidDataException e)
        {
            throw new ServerOptionsException([$"{e.Message} {e.GetBaseException().Message}"]);
        }
    }

    private static ServerOptions Read(IConfiguration configuration)
    {
        try
        {
            var options = new ServerOptions();
            configuration.Bind(options);
            return options;
        }
        catch (InvalidOperationException e)
        {
            throw new ServerOptionsException([$"A setting cannot be read: {e.Message}"]);
        }
    }

    // The frameworks' own lines do not help an operator; gRPC would write a stack trace for each call that a peer gets wrong, and
    // RefusedCallLog and ErrorInterceptor log these. Configuration can say otherwise.
    private static readonly Dictionary<string, string?> LogLevels = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft"] = "Warning",
        ["Logging:LogLevel:Grpc"] = "None",
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Information",
        // The engine logs once that the store is away; health probes would log it each second.
        ["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] = "None",
        // A failed start is thrown as well, and told in one sentence.
        ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "None",
    };

    private static void AddLogging(WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
    }

    private static void AddEngine(IServiceCollection services, ServerOptions options, TimeProvider time)
    {
        services.AddSingleton(options);
        services.AddSingleton(options.Engine);
        services.AddSingleton(time);
        var node = NewNode();
        services.AddSingleton(s => MakeStore(options, node, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<KpiBoard>(s, node));
        services.AddSingleton<SourceSessions>();
        services.AddSingleton<PublishLanes>();
        services.AddSingleton<Stopping>();
        services.AddSingleton<RefusedCallLog>();
        services.AddSingleton(new RequestLimits(options.MessageBytesMax));
        services.AddSingleton(new SelectorMapper(options.DefaultArguments));
        services.AddHostedService<EngineHost>();
    }

    private static void AddGrpc(WebApplicationBuilder builder, ServerOptions options)
    {
        builder.Services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = options.MessageBytesMax;
            grpc.Interceptors.Add<ErrorInterceptor>();
        });
        builder.Services.AddGrpcReflection();
        Readiness.Register(builder.Services);
        var listen = new Uri(options.Listen);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Plain HTTP/2: without TLS nobody can negotiate it, so it is the only protocol of this port.
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2);
            kestrel.Limits.Http2.MaxStreamsPerConnection = 1000;
            kestrel.Limits.Http2.InitialConnectionWindowSize = 1024 * 1024;
            kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
            kestrel.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(10);
        });
        builder.WebHost.UseUrls(listen.IsDefaultPort ? $"http://{listen.Host}:80" : options.Listen);
        // Streams end by themselves at once; whoever does not read that is cut off then, and the engine still takes the time it needs.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(3));
    }

    private static IMetricStore MakeStore(ServerOptions options, Guid node, TimeProvider time, ILoggerFactory logs)
        => options.Redis is { } redis
        ? new RedisMetricStore(RedisStoreOptions.Parse(redis), node.ToString("N"), time, logs.CreateLogger<RedisMetricStore>())
        : new EmbeddedMetricStore(options.Store, time);

#pragma warning disable RS0030 // The one place where a node's identity is made.
    private static Guid NewNode() => Guid.NewGuid();
#pragma warning restore RS0030
}
