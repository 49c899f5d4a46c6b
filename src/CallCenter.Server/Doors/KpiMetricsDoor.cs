using CallCenter.Core.Kpis;
using CallCenter.Engine.Settings;
using CallCenter.Server.Callers;
using CallCenter.V1;
using Grpc.Core;
using KpiDefinition = CallCenter.Core.Kpis.KpiDefinition;
using KpiService = CallCenter.Server.Kpis.KpiService;

namespace CallCenter.Server.Doors;

/// <summary>
/// KPIs for Prometheus: GET /metrics/kpis with the selector in the query. Groups beyond a limit are left out and counted, so that no
/// busy centre can fill a Prometheus with series.
/// </summary>
internal static class KpiMetricsDoor
{
    public const int GroupsMax = 500;

    private const string OpenMetrics = "application/openmetrics-text";

    public static async Task ScrapeAsync(HttpContext http, KpiService service, CurrentSettings settings)
    {
        try
        {
            var selector = new Selector();
            var answer = await new HttpCall(http, JsonDoors.SnapshotMethod).RunAsync(
                () => new GetSnapshotRequest
                {
                    Selector = selector = SelectorQuery.Read(http.Request.Query),
                    AnswerBytesMax = KpiService.AnswerBytesMax,
                },
                service.GetSnapshot);
            var isOpen = http.Request.GetTypedHeaders().Accept.Any(accept => accept.MediaType == OpenMetrics);
            http.Response.ContentType = isOpen
                ? $"{OpenMetrics}; version=1.0.0; charset=utf-8"
                : "text/plain; version=0.0.4; charset=utf-8";
            var own = settings.Of(Caller.Of(http)!.Tenant).Kpis;
            var text = KpiMetricsText.Of(selector, answer.Snapshot, Find, GroupsMax);
            await http.Response.WriteAsync(text, http.RequestAborted);

            KpiDefinition? Find(string id) => KpiCatalog.Find(id) ?? own.FirstOrDefault(kpi => kpi.Id == id);
        }
        catch (RpcException e)
        {
            await Problem.WriteAsync(http, e);
        }
    }
}
