using CallCenter.V1;
using Grpc.Core;
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

    public static async Task ScrapeAsync(HttpContext http, KpiService service)
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
            await http.Response.WriteAsync(KpiMetricsText.Of(selector, answer.Snapshot, GroupsMax), http.RequestAborted);
        }
        catch (RpcException e)
        {
            await Problem.WriteAsync(http, e);
        }
    }
}
