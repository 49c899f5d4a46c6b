using CallCenter.Server.Hosting;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Logging.Console;

namespace CallCenter.Server;

/// <summary>The server as a program of its own: configuration, log and addresses around <see cref="CallCenterHosting"/>.</summary>
public static class ServerApp
{
    /// <summary>Checks the options and builds the server; start it with <see cref="ServerStart.StartAsync"/>.</summary>
    /// <exception cref="ServerOptionsException">An option is wrong, or appsettings.json cannot be read.</exception>
    /// <param name="adjust">Changes options after the configuration was read.</param>
    /// <param name="time">The clock to count by; none: the machine's.</param>
    public static WebApplication Build(string[] args, Action<ServerOptions>? adjust = null, TimeProvider? time = null)
    {
        var builder = CreateBuilder(args);
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = LogLevels });
        var options = ServerOptions.Read(builder.Configuration, adjust);

        AddLogging(builder);
        // Tells systemd when the server is ready and when it stops; does nothing elsewhere.
        builder.Services.AddSystemd();
        Endpoints.Listen(builder, options);
        builder.Services.AddCallCenter(options, time ?? TimeProvider.System);
        builder.Services.AddHostedService(services => new TrustWarning(
            options, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<TrustWarning>>()));
        var app = builder.Build().MapCallCenter();
        app.Lifetime.ApplicationStarted.Register(() => LogAddresses(app, options));
        return app;
    }

    /// <summary>The options of a server with these arguments, whatever their errors.</summary>
    /// <exception cref="ServerOptionsException">A setting cannot be read.</exception>
    public static ServerOptions ReadUnchecked(string[] args, Action<ServerOptions>? adjust = null)
        => ServerOptions.ReadUnchecked(CreateBuilder(args).Configuration, adjust);

    private static WebApplicationBuilder CreateBuilder(string[] args)
    {
        try
        {
            var builder = WebApplication.CreateBuilder(
                new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
            builder.Configuration.AddEnvironmentVariables("CallCenter__");
            return builder;
        }
        catch (InvalidDataException e)
        {
            throw new ServerOptionsException([$"{e.Message} {e.GetBaseException().Message}"]);
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
        // A line for each refused credential; the audit log has one a minute.
        ["Logging:LogLevel:CallCenter.Server.Access.KeyHandler"] = "Warning",
        ["Logging:LogLevel:Microsoft.AspNetCore.Authentication"] = "Error",
        // A failed start is thrown as well, and told in one sentence.
        ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "None",
    };

    // Only now are the ports known that the system chose; Kestrel lists addresses in the order of its settings.
    private static void LogAddresses(WebApplication app, ServerOptions options)
    {
        foreach (var (address, protocols) in app.Urls.Zip(Endpoints.ProtocolNames(options)))
            ServerLog.AddressOpen(app.Services.GetRequiredService<ILogger<ServerOptions>>(), address, protocols);
    }

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
}
