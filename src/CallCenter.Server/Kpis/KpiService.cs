using CallCenter.Engine.Board;
using CallCenter.Engine.Settings;
using CallCenter.Server.Callers;
using CallCenter.Server.Errors;
using CallCenter.Server.Hosting;
using CallCenter.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CallCenter.Server.Kpis;

/// <summary>The gRPC door for KPIs.</summary>
internal sealed class KpiService(
    KpiBoard board, SelectorMapper selectors, TenantLists lists, Explanations explanations, Targets targets, StaffingPlans staffing,
    CurrentSettings settings, ServerOptions options, SubscriptionMeter meter, TimeProvider time, Stopping stopping,
    ILogger<KpiService> log)
    : V1.KpiService.KpiServiceBase
{
    /// <summary>The largest answer that a client may ask for.</summary>
    public const int AnswerBytesMax = 64 * 1024 * 1024;

    private const int AnswerBytesDefault = 4 * 1024 * 1024;
    private const int AnswerBytesMin = 64 * 1024;

    /// <summary>Subscribe, with frames for messages; see <see cref="FrameMethods"/>.</summary>
    public async Task StreamAsync(SubscribeRequest request, IServerStreamWriter<Frame> responses, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var asked = new SubscribeMapper(selectors, caller, options, stopping, settings.ChangeOf(caller.Tenant)).MapAll(request);
        if (stopping.IsRequested) throw RpcErrors.Stopping();
        foreach (var one in request.More.Prepend(request))
        {
            ServerLog.SubscriptionOpened(
                log, caller.Tenant.Value, context.Peer, one.Selector.Kpis.Count, string.Join(", ", one.Selector.GroupBy));
        }
        await new SubscriptionStream(board, responses, options, meter, time).RunAsync(asked, context.CancellationToken);
    }

    public override async Task<GetSnapshotResponse> GetSnapshot(GetSnapshotRequest request, ServerCallContext context)
    {
        var errors = new FieldErrors();
        var selector = errors.Try(() => selectors.Map(Caller.Of(context), request.Selector))!;
        var bytesMax = BytesMaxOf(request.AnswerBytesMax, errors);
        errors.ThrowIfAny();
        var state = await board.SnapshotAsync(selector, context.CancellationToken);
        var answer = new GetSnapshotResponse
        {
            AsOfTime = KpiMapper.ToTime(state.AsOf),
            Snapshot = KpiMapper.ToSnapshot(state, selector),
            Completeness = KpiMapper.ToCompleteness(state),
            ServerTime = Timestamp.FromDateTimeOffset(time.GetUtcNow()),
        };
        return WithinLimit(answer, bytesMax);
    }

    public override async Task<QuerySeriesResponse> QuerySeries(QuerySeriesRequest request, ServerCallContext context)
    {
        var errors = new FieldErrors();
        var caller = Caller.Of(context);
        var selector = errors.Try(() => selectors.Map(caller, request.Selector))!;
        var bytesMax = BytesMaxOf(request.AnswerBytesMax, errors);
        var asked = errors.Try(() => SeriesMapper.Map(request, settings.Of(caller.Tenant), time.GetUtcNow()));
        errors.ThrowIfAny();
        var series = await board.Intervals.ReadAsync(selector, asked!.Intervals, asked.Unit, context.CancellationToken);
        var answer = SeriesMapper.ToMessage(series, selector);
        answer.ServerTime = Timestamp.FromDateTimeOffset(time.GetUtcNow());
        return WithinLimit(answer, bytesMax);
    }

    public override Task<ListKpisResponse> ListKpis(ListKpisRequest request, ServerCallContext context)
        => Task.FromResult(DefinitionMapper.ToMessage(settings.Of(Caller.Of(context).Tenant)));

    public override Task<GetSettingsResponse> GetSettings(GetSettingsRequest request, ServerCallContext context)
        => Task.FromResult(SettingsMapper.ToMessage(settings.Of(Caller.Of(context).Tenant), Caller.Of(context).Rights));

    public override Task<ListSourcesResponse> ListSources(ListSourcesRequest request, ServerCallContext context)
        => lists.SourcesAsync(request, Caller.Of(context), context.CancellationToken);

    public override Task<ListQueuesResponse> ListQueues(ListQueuesRequest request, ServerCallContext context)
        => lists.QueuesAsync(request, Caller.Of(context), context.CancellationToken);

    public override Task<ListAgentsResponse> ListAgents(ListAgentsRequest request, ServerCallContext context)
        => lists.AgentsAsync(request, Caller.Of(context), context.CancellationToken);

    public override Task<ListTagsResponse> ListTags(ListTagsRequest request, ServerCallContext context)
        => lists.TagsAsync(request, Caller.Of(context), context.CancellationToken);

    public override Task<ExplainValueResponse> ExplainValue(ExplainValueRequest request, ServerCallContext context)
        => explanations.ExplainAsync(request, Caller.Of(context), context.CancellationToken);

    public override Task<ListTargetsResponse> ListTargets(ListTargetsRequest request, ServerCallContext context)
        => targets.ListAsync(Caller.Of(context), context.CancellationToken);

    public override Task<GetStaffingResponse> GetStaffing(GetStaffingRequest request, ServerCallContext context)
        => staffing.PlanAsync(request, Caller.Of(context), context.CancellationToken);

    private static int BytesMaxOf(int asked, FieldErrors errors)
    {
        var bytesMax = asked == 0 ? AnswerBytesDefault : asked;
        errors.Try(() => bytesMax is >= AnswerBytesMin and <= AnswerBytesMax ? "" : throw new FieldErrorException(
            "answer_bytes_max", $"must be {AnswerBytesMin} to {AnswerBytesMax}", $"{bytesMax}"));
        return bytesMax;
    }

    private static T WithinLimit<T>(T answer, int bytesMax) where T : IMessage
        => answer.CalculateSize() is var bytes && bytes <= bytesMax ? answer : throw RpcErrors.AnswerTooLarge(bytes, bytesMax);
}
