using CallCenter.Core.Kpis;
using CallCenter.Engine.Board;
using CallCenter.Server.Callers;
using CallCenter.Server.Errors;
using CallCenter.Server.Hosting;
using CallCenter.Server.Ingest;
using CallCenter.V1;
using Grpc.Core;

namespace CallCenter.Server.Kpis;

/// <summary>The gRPC door for KPIs.</summary>
internal sealed class KpiService(KpiBoard board, SelectorMapper selectors, ServerOptions options, TimeProvider time, Stopping stopping)
    : V1.KpiService.KpiServiceBase
{
    private const int TokenBytesMax = 64;
    private static readonly TimeSpan IntervalMin = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan IntervalMax = TimeSpan.FromSeconds(60);

    public override async Task Subscribe(
        SubscribeRequest request, IServerStreamWriter<SubscribeResponse> responses, ServerCallContext context)
    {
        var selector = selectors.Map(Caller.Of(context), request.Selector);
        var interval = Fields.Span(request.MinInterval, "min_interval") ?? TimeSpan.FromSeconds(1);
        if (interval < IntervalMin || interval > IntervalMax)
            throw new FieldErrorException(
                "min_interval", "must be 0.1 s to 60 s", FormattableString.Invariant($"{interval.TotalSeconds} s"));
        if (request.ResumeToken.Length > TokenBytesMax)
            throw new FieldErrorException(
                "resume_token", $"is longer than {TokenBytesMax} bytes; send what the server sent", $"{request.ResumeToken.Length} bytes");
        if (stopping.IsRequested) throw RpcErrors.Stopping();

        var feed = await board.OpenAsync(selector, interval, context.CancellationToken);
        try
        {
            await new Subscription(feed, responses, interval, options.HeartbeatInterval, time, stopping).RunAsync(
                request.ResumeToken, context.CancellationToken);
        }
        finally
        {
            await board.CloseAsync(feed);
        }
    }

    public override async Task<GetSnapshotResponse> GetSnapshot(GetSnapshotRequest request, ServerCallContext context)
    {
        var selector = selectors.Map(Caller.Of(context), request.Selector);
        var state = await board.SnapshotAsync(selector, context.CancellationToken);
        return new GetSnapshotResponse
        {
            AsOfTime = KpiMapper.ToTime(state.AsOf),
            Snapshot = KpiMapper.ToSnapshot(state, selector),
            Completeness = KpiMapper.ToCompleteness(state.Completeness),
        };
    }

    public override Task<ListKpisResponse> ListKpis(ListKpisRequest request, ServerCallContext context)
        => Task.FromResult(new ListKpisResponse { Kpis = { KpiCatalog.All.Select(KpiMapper.ToDefinition) } });
}
