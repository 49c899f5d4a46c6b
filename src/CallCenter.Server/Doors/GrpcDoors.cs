using CallCenter.Server.Errors;
using CallCenter.Server.Hosting;
using CallCenter.Server.Instruments;
using CallCenter.Server.Kpis;
using Grpc.AspNetCore.Server.Model;

namespace CallCenter.Server.Doors;

/// <summary>gRPC and gRPC-Web. Browsers of other origins are refused unless an option names them.</summary>
internal static class GrpcDoors
{
    private const string CorsPolicy = "CallCenter";

    // What gRPC-Web clients read beside the body.
    private static readonly string[] ExposedHeaders = ["grpc-status", "grpc-message", "grpc-encoding", "grpc-accept-encoding",
        "grpc-status-details-bin"];

    private static readonly TimeSpan PreflightMaxAge = TimeSpan.FromHours(1);

    public static void AddGrpcDoors(this IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton<CallerWatch>();
        services.AddSingleton<ErrorInterceptor>();
        var builder = services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = options.MessageBytesMax;
            grpc.Interceptors.Add<RequestReading>();
            grpc.Interceptors.Add<CallMeasuring>();
            grpc.Interceptors.Add<FailureNotes>();
            grpc.Interceptors.Add<CallerWatch>();
            grpc.Interceptors.Add<ErrorInterceptor>();
        });
        services.AddSingleton<IServiceMethodProvider<Kpis.KpiService>, FrameMethods>();
        services.AddJsonDoors(builder);
        services.AddGrpcReflection();
        services.AddCors(cors => cors.AddPolicy(CorsPolicy, policy => policy
            .WithOrigins(options.AllowedOrigins)
            .AllowAnyHeader()
            .WithMethods(HttpMethods.Get, HttpMethods.Post)
            .WithExposedHeaders(ExposedHeaders)
            .SetPreflightMaxAge(PreflightMaxAge)));
    }

    public static void UseGrpcDoors(this WebApplication app)
    {
        app.UseCors(CorsPolicy);
        app.UseGrpcWeb(new GrpcWebOptions { DefaultEnabled = true });
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        // Inside of gRPC-Web, which writes the trailers into the body.
        app.UseMiddleware<RefusedCallDetails>();
        app.UseMiddleware<ProblemBody>();
    }

    public static void MapGrpcDoors(this IEndpointRouteBuilder doors)
    {
        doors.MapGrpcService<Ingest.IngestService>();
        doors.MapGrpcService<Kpis.KpiService>().Add(FrameMethods.Order);
        doors.MapGrpcService<Admin.AdminService>();
        doors.MapGrpcService<Alerts.AlertService>();
        doors.MapGrpcHealthChecksService();
        if (doors.ServiceProvider.GetRequiredService<ServerOptions>().ServesReflection) doors.MapGrpcReflectionService();
    }
}
