using CallCenter.V1;
using Grpc.Core;

namespace CallCenter.ScriptedServer;

internal sealed class ScriptedAlertService(AlertScript script) : AlertService.AlertServiceBase
{
    public override Task<ListAlertsResponse> ListAlerts(ListAlertsRequest request, ServerCallContext context)
        => Task.FromResult(script.List(request));

    public override Task<AcknowledgeAlertResponse> AcknowledgeAlert(AcknowledgeAlertRequest request, ServerCallContext context)
        => Task.FromResult(script.Acknowledge(request));

    public override async Task WatchAlerts(
        WatchAlertsRequest request, IServerStreamWriter<WatchAlertsResponse> responseStream, ServerCallContext context)
    {
        script.Watched.Enqueue(request);
        if (!script.Streams.TryDequeue(out var messages)) await Task.Delay(Timeout.Infinite, context.CancellationToken);
        foreach (var message in messages ?? []) await responseStream.WriteAsync(message);
        throw new RpcException(new Status(StatusCode.Unavailable, "The script ends here."));
    }
}
