using System.Diagnostics.Metrics;
using CallCenter.Engine.Instruments;
using CallCenter.Server.Hosting;
using CallCenter.Server.Instruments;
using CallCenter.Server.Kpis;
using CallCenter.Storage.Redis;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CallCenter.Server.Doors;

/// <summary>The server's own instruments for Prometheus (/metrics), and by OTLP where an option names a collector.</summary>
internal static class MetricsDoors
{
    public static void AddMetricsDoors(this IServiceCollection services, ServerOptions options)
    {
        services.AddMetrics();
        services.AddSingleton<EngineMeter>();
        services.AddSingleton<CallCenterMeter>();
        services.AddSingleton<StoreMeter>();
        services.AddSingleton<SubscriptionMeter>();
        services.AddSingleton<CallMeasuring>();
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("callcenter"))
            .WithMetrics(metrics => metrics
                .AddMeter(EngineMeter.Name, RedisMetrics.MeterName, "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
                .AddView(instrument => IsMisnamed(instrument.Name) ? MetricStreamConfiguration.Drop : null)
                .AddPrometheusExporter());
        services.ConfigureOpenTelemetryMeterProvider((provider, metrics) =>
        {
            var own = provider.GetRequiredService<IMeterFactory>();
            metrics.AddView(instrument => IsOfAnother(instrument, own) ? MetricStreamConfiguration.Drop : null);
        });
        if (options.Otlp is not { } collector) return;
        telemetry
            .WithMetrics(metrics => metrics.AddOtlpExporter(exporter => exporter.Endpoint = new Uri(collector)))
            .WithTracing(traces => traces
                .AddSource(EngineMeter.Name)
                .AddOtlpExporter(exporter => exporter.Endpoint = new Uri(collector)))
            .WithLogging(logs => logs.AddOtlpExporter(exporter => exporter.Endpoint = new Uri(collector)));
    }

    // The runtime's gauges of this ending, such as dotnet.timer.count: Prometheus keeps it for the parts of histograms.
    private static bool IsMisnamed(string instrument)
        => instrument.StartsWith("dotnet.", StringComparison.Ordinal) && instrument.EndsWith(".count", StringComparison.Ordinal);

    // OpenTelemetry listens by a meter's name, and would show another server, or an engine without a host, of this process as well.
    private static bool IsOfAnother(Instrument instrument, IMeterFactory own)
        => instrument.Meter.Scope is IMeterFactory factory ? factory != own : instrument.Meter.Name == EngineMeter.Name;

    public static void MapMetricsDoors(this IEndpointRouteBuilder doors)
    {
        // Created with the first look at it: the observed gauges must be there before anything is counted.
        doors.ServiceProvider.GetRequiredService<CallCenterMeter>();
        doors.MapPrometheusScrapingEndpoint("/metrics");
        doors.MapGet("/metrics/kpis", KpiMetricsDoor.ScrapeAsync);
    }
}
