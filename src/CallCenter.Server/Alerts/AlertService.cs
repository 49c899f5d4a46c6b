using CallCenter.Engine.Alerts;
using CallCenter.Server.Callers;
using CallCenter.Server.Errors;
using CallCenter.Server.Hosting;
using CallCenter.Server.Ingest;
using CallCenter.Server.Kpis;
using CallCenter.V1;
using Grpc.Core;

namespace CallCenter.Server.Alerts;

/// <summary>The gRPC door for alerts.</summary>
internal sealed class AlertService(
    AlertFeeds feeds, AlertLists lists, AlertAcknowledger acknowledger, AlertMapper mapper, ServerOptions options, Stopping stopping,
    TimeProvider time)
    : V1.AlertService.AlertServiceBase
{
    private const int TokenBytesMax = 64;

    public override async Task WatchAlerts(
        WatchAlertsRequest request, IServerStreamWriter<WatchAlertsResponse> responseStream, ServerCallContext context)
    {
        var errors = new FieldErrors();
        errors.Try(() => Fields.Optional(request.Target, "target"));
        errors.Try(() => request.ResumeToken.Length <= TokenBytesMax ? "" : throw new FieldErrorException(
            "resume_token", $"has {request.ResumeToken.Length} bytes; at most {TokenBytesMax} are allowed"));
        errors.ThrowIfAny();
        if (stopping.IsRequested) throw RpcErrors.Stopping();
        var caller = Caller.Of(context);
        var reading = new AlertReading(
            AlertToken.Parse(request.ResumeToken), options.HeartbeatInterval, Subscription.LifeOf(options.SubscriptionLifeMax),
            stopping.Token);
        await new AlertStream(caller, request.Target, responseStream, mapper, options, time)
            .RunAsync(new AlertReader(feeds.Of(caller.Tenant), reading, time), context.CancellationToken);
        throw stopping.IsRequested ? RpcErrors.Stopping() : RpcErrors.ReconnectDue();
    }

    public override Task<ListAlertsResponse> ListAlerts(ListAlertsRequest request, ServerCallContext context)
        => lists.ListAsync(request, Caller.Of(context), context.CancellationToken);

    public override async Task<AcknowledgeAlertResponse> AcknowledgeAlert(AcknowledgeAlertRequest request, ServerCallContext context)
    {
        if (stopping.IsRequested) throw RpcErrors.Stopping();
        var alert = await acknowledger.AcknowledgeAsync(request, Caller.Of(context), context.CancellationToken);
        return new AcknowledgeAlertResponse { Alert = alert };
    }
}
