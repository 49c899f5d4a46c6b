using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace CallCenter.Server.Doors;

/// <summary>Probes over HTTP: /healthz says that the process answers, /readyz that events can be counted and KPIs be read.</summary>
internal static class HealthDoors
{
    public static void MapHealthDoors(this IEndpointRouteBuilder doors)
    {
        doors.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = _ => false });
        doors.MapHealthChecks("/readyz", new HealthCheckOptions { Predicate = check => check.Name == Readiness.Store });
    }
}
