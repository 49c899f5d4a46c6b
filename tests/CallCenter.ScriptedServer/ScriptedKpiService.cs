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

    public override Task<QuerySeriesResponse> QuerySeries(QuerySeriesRequest request, ServerCallContext context)
        => Task.FromResult(script.Series(request));

    public override Task<ListKpisResponse> ListKpis(ListKpisRequest request, ServerCallContext context)
    {
        var answer = new ListKpisResponse { Kpis = { script.Definitions }, CodeTitles = { script.CodeTitles } };
        return Task.FromResult(answer);
    }

    public override Task<GetSettingsResponse> GetSettings(GetSettingsRequest request, ServerCallContext context)
        => Task.FromResult(script.Settings);

    public override Task<ListSourcesResponse> ListSources(ListSourcesRequest request, ServerCallContext context)
        => Task.FromResult(script.Sources(request));

    public override Task<ListQueuesResponse> ListQueues(ListQueuesRequest request, ServerCallContext context)
        => Task.FromResult(script.Queues(request));

    public override Task<ListAgentsResponse> ListAgents(ListAgentsRequest request, ServerCallContext context)
        => Task.FromResult(script.Agents(request));

    public override Task<ListTagsResponse> ListTags(ListTagsRequest request, ServerCallContext context)
        => Task.FromResult(script.Tags(request));

    public override Task<ExplainValueResponse> ExplainValue(ExplainValueRequest request, ServerCallContext context)
        => Task.FromResult(script.Explanation(request));
}
