using CallCenter.V1;
using Grpc.Core;

namespace CallCenter.ScriptedServer;

internal sealed class ScriptedKpiService(KpiScript script) : KpiService.KpiServiceBase
{
    public override Task Subscribe(
        SubscribeRequest request, IServerStreamWriter<SubscribeResponse> responseStream, ServerCallContext context) =>
        script.Take()(new SubscribeTalk(request, responseStream, context));

    public override Task<GetSnapshotResponse> GetSnapshot(GetSnapshotRequest request, ServerCallContext context)
    {
        script.OnHeaders?.Invoke(context.RequestHeaders);
        return Task.FromResult(script.Snapshot(request));
    }

    public override Task<ListKpisResponse> ListKpis(ListKpisRequest request, ServerCallContext context)
    {
        var answer = new ListKpisResponse();
        answer.Kpis.AddRange(script.Definitions);
        return Task.FromResult(answer);
    }
}
