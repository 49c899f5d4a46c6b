using CallCenter.Core.Identity;
using CallCenter.Core.Storage;
using CallCenter.Engine.Alerts;
using CallCenter.Engine.Board;
using CallCenter.Engine.Ingest;
using CallCenter.Engine.Limits;
using CallCenter.Engine.Settings;
using CallCenter.Server.Access;
using CallCenter.Server.Admin;
using CallCenter.Server.Alerts;
using CallCenter.Server.Definitions;
using CallCenter.Server.Doors;
using CallCenter.Server.Errors;
using CallCenter.Server.Hosting;
using CallCenter.Server.Ingest;
using CallCenter.Server.Instruments;
using CallCenter.Server.Kpis;
using CallCenter.Storage.Embedded;
using CallCenter.Storage.Redis;

namespace CallCenter.Server;

/// <summary>Adds the server to any ASP.NET host, which then listens, logs and stops as it likes.</summary>
public static class CallCenterHosting
{
    // Streams end by themselves at once; a client that does not read is cut off then, and the engine still takes the time it needs.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Adds the engine, its store and all doors; <see cref="MapCallCenter"/> opens them.</summary>
    /// <param name="configuration">Its keys are the properties of <see cref="ServerOptions"/>; the host itself
    /// listens, so Listen and Web do nothing here.</param>
    /// <param name="adjust">Changes options after the configuration was read.</param>
    /// <exception cref="ServerOptionsException">An option is wrong.</exception>
    public static IServiceCollection AddCallCenter(
        this IServiceCollection services, IConfiguration configuration, Action<ServerOptions>? adjust = null)
        => services.AddCallCenter(ServerOptions.Read(configuration, adjust), TimeProvider.System);

    /// <summary>Opens all doors.</summary>
    public static WebApplication MapCallCenter(this WebApplication app)
    {
        app.UseGrpcDoors();
        // One group, so that no endpoint can miss the check.
        var doors = app.MapGroup("").RequireAuthorization(Authorization.PolicyName).RequireRateLimiting(CallRates.PolicyName);
        doors.MapGrpcDoors();
        doors.MapJsonDoors();
        doors.MapHealthDoors();
        doors.MapMetricsDoors();
        doors.MapOpenApiDoors();
        doors.MapDashboardDoors();
        return app;
    }

    internal static IServiceCollection AddCallCenter(this IServiceCollection services, ServerOptions options, TimeProvider time)
    {
        AddEngine(services, options, time);
        services.AddAccess(options.Access, options.Limits.OpenTicketsMax);
        services.AddAuthorizedDoors();
        services.AddRateLimiter(limiter => limiter.AddPolicy<string, CallRates>(CallRates.PolicyName));
        services.AddGrpcDoors(options);
        services.AddMetricsDoors(options);
        services.AddOpenApiDoors();
        services.AddSingleton<DashboardFiles>();
        Readiness.Register(services);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        return services;
    }

    private static void AddEngine(IServiceCollection services, ServerOptions options, TimeProvider time)
    {
        services.AddSingleton(options);
        services.AddSingleton(options.Engine);
        services.AddSingleton(time);
        var node = NewNode();
        services.AddSingleton<IMetricStore>(s => MakeStore(options, node, s));
        services.AddSingleton(s => new OverLimitLog(
            time, s.GetRequiredService<ILogger<OverLimitLog>>(), s.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>()));
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<KpiBoard>(s, node));
        services.AddSingleton<SourceSessions>();
        services.AddSingleton<PublishLanes>();
        services.AddSingleton<ExclusionRules>();
        services.AddSingleton<ContactEraser>();
        services.AddSingleton<AbsentSources>();
        services.AddSingleton<AdminService>();
        services.AddSingleton<Stopping>();
        services.AddSingleton<RefusedCallLog>();
        services.AddSingleton(new RequestLimits(options.MessageBytesMax));
        var definitions = DefinitionSet.Load(options, time);
        services.AddSingleton(definitions);
        var settings = new CurrentSettings(definitions.Settings);
        services.AddSingleton(settings);
        services.AddSingleton(new SelectorMapper(settings, options.Engine.Floor.WindowMax, time));
        services.AddSingleton<DefinitionsWatch>();
        services.AddHostedService(s => s.GetRequiredService<DefinitionsWatch>());
        services.AddSingleton(s => new TenantLists(s.GetRequiredService<KpiBoard>().Lists));
        services.AddSingleton<ValueExplainer>();
        services.AddSingleton<ExplainMapper>();
        services.AddSingleton<Explanations>();
        services.AddSingleton<Targets>();
        services.AddSingleton<StaffingPlans>();
        services.AddSingleton<AlertFeeds>();
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<AlertKeeper>(
            s, (Func<TenantId, IReadOnlyList<WatchedTarget>>)s.GetRequiredService<SelectorMapper>().Targets.Of));
        services.AddSingleton<AlertMapper>();
        services.AddSingleton<AlertLists>();
        services.AddSingleton<AlertAcknowledger>();
        services.AddSingleton<AlertService>();
        services.AddHostedService<EngineHost>();
    }

    private static MeasuredStore MakeStore(ServerOptions options, Guid node, IServiceProvider services)
    {
        var time = services.GetRequiredService<TimeProvider>();
        IMetricStore store = options.Redis is { } redis
            ? new RedisMetricStore(
                RedisStoreOptions.Parse(redis), node.ToString("N"), time, services.GetRequiredService<ILogger<RedisMetricStore>>())
            : new EmbeddedMetricStore(options.Store, time);
        return new MeasuredStore(store, services.GetRequiredService<StoreMeter>(), time);
    }

#pragma warning disable RS0030 // The one place where a node's identity is made.
    private static Guid NewNode() => Guid.NewGuid();
#pragma warning restore RS0030
}
