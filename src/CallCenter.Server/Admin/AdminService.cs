using CallCenter.Core.Floor;
using CallCenter.Engine;
using CallCenter.Engine.Ingest;
using CallCenter.Server.Access;
using CallCenter.Server.Callers;
using CallCenter.Server.Errors;
using CallCenter.Server.Hosting;
using CallCenter.Server.Ingest;
using CallCenter.Storage.Redis;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CallCenter.Server.Admin;

/// <summary>The gRPC door of administrators.</summary>
internal sealed class AdminService(
    ContactEraser eraser, ServerOptions options, EngineOptions engine, AuditLog audit, Stopping stopping, TimeProvider time)
    : V1.AdminService.AdminServiceBase
{
    private readonly Pseudonyms? _pseudonyms = Pseudonyms.Of(options.Privacy);

    // A fold may wait for the one before; Redis keeps what is folded for followers.
    private readonly TimeSpan _logKept = 2 * engine.FoldInterval
        + (options.Redis is { } redis ? RedisStoreOptions.Parse(redis).LogKept : TimeSpan.Zero);

    public override async Task<ForgetContactResponse> ForgetContact(ForgetContactRequest request, ServerCallContext context)
    {
        if (stopping.IsRequested) throw RpcErrors.Stopping();
        var caller = Caller.Of(context);
        var sent = Fields.Required(request.ContactId, "contact_id");
        var contact = new ForgottenContact(_pseudonyms?.Of(caller.Tenant, sent) ?? sent, sent);
        var erasure = await eraser.ForgetAsync(caller.Tenant, contact, request.DryRun, context.CancellationToken);
        var traces = erasure.Traces;
        if (!request.DryRun) audit.ContactForgotten(caller, sent.Length, traces.Visits + traces.FinishedVisits, traces.EventIds);
        return new ForgetContactResponse
        {
            VisitCount = traces.Visits,
            EventIdCount = traces.EventIds,
            NamedVisitCount = traces.NamedVisits,
            FinishedVisitCount = traces.FinishedVisits,
            ElsewhereSources = { erasure.Elsewhere },
            LogExpireTime = traces.CanErase && !request.DryRun ? Timestamp.FromDateTimeOffset(time.GetUtcNow() + _logKept) : null,
        };
    }
}
