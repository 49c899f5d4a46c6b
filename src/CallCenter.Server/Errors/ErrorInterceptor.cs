using CallCenter.Core.Storage;
using CallCenter.Engine.Board;
using CallCenter.Engine.Ingest;
using CallCenter.Engine.Limits;
using CallCenter.Server.Callers;
using CallCenter.V1;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace CallCenter.Server.Errors;

/// <summary>Translates what the inner rings throw into the failures that the contract promises.</summary>
internal sealed class ErrorInterceptor(
    RequestLimits limits, Readiness readiness, RefusedCallLog refused, ILogger<ErrorInterceptor> log) : Interceptor
{
    private static readonly object Seen = new();

    /// <summary>Whether a call came as far as this interceptor, so that its failure is already explained.</summary>
    public static bool HasSeen(HttpContext call) => call.Items.ContainsKey(Seen);

    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        => TranslateAsync(() => continuation(request, context), context);

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest,
            TResponse> continuation)
        => TranslateAsync(async () =>
        {
            await continuation(request, responseStream, context);
            return true;
        }, context);

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
        => TranslateAsync(async () =>
        {
            await continuation(requestStream, responseStream, context);
            return true;
        }, context);

    // Requests for KPIs and alerts select; all others bring something.
    private static bool IsOfKpis(ServerCallContext context)
        => context.Method.StartsWith($"/{KpiService.Descriptor.FullName}/", StringComparison.Ordinal)
            || context.Method == $"/{AlertService.Descriptor.FullName}/WatchAlerts"
            || context.Method == $"/{AlertService.Descriptor.FullName}/ListAlerts";

    // The framework's word for reading or writing after the peer has disconnected.
    private static bool IsAfterDisconnect(Exception e, ServerCallContext context)
        => e is InvalidOperationException && context.CancellationToken.IsCancellationRequested;

    // The services of this contract explain their failures; others, such as health, have codes of their own.
    private static bool IsOfContract(ServerCallContext context) => context.Method.StartsWith("/callcenter.", StringComparison.Ordinal);

    private async Task<T> TranslateAsync<T>(Func<Task<T>> call, ServerCallContext context)
    {
        context.UserState[Seen] = true;
        try
        {
            return await call();
        }
        catch (Exception e)
        {
            var failure = Translate(e, context);
            if (RpcErrors.ReasonOf(failure) == RpcErrors.NameOf(ErrorReason.StoreUnavailable)) readiness.StoreFailed();
            throw failure;
        }
    }

    private RpcException Translate(Exception failure, ServerCallContext context) => failure switch
    {
        RpcException e when e.GetRpcStatus() is not null || !IsOfContract(context) => e,
        RpcException e when context.CancellationToken.IsCancellationRequested => e,
        // Ours have details: gRPC could not read the next message of a stream.
        RpcException e => Refused(RpcErrors.OfReading(e.StatusCode, e.Status.Detail, limits.MessageBytesMax), context),
        UnreadableRequestException => Refused(RpcErrors.OfReading(StatusCode.Unknown, "", limits.MessageBytesMax), context),
        FieldErrorException e => IsOfKpis(context) ? RpcErrors.SelectorInvalid(e) : RpcErrors.EventInvalid(e),
        RoleMissingException e => RpcErrors.RoleMissing(e),
        TooManyGroupsException e => RpcErrors.TooManyGroups(e),
        LimitExceededException e => RpcErrors.LimitExceeded(e),
        ViewFailedException e => RpcErrors.ViewFailed(e),
        ClockSetBackException e => RpcErrors.ClockSetBack(e),
        SourceStreamingException e => RpcErrors.SourceStreaming(e),
        PublishBacklogException e => RpcErrors.PublishBacklog(e),
        ShardUnreadableException e => Refused(RpcErrors.StoreUnavailable(e.Message), context),
        StoreUnavailableException e =>
            Refused(RpcErrors.StoreUnavailable("The store does not answer; try again."), context, e.Message),
        SessionEndedException e => RpcErrors.Ended(e, "", Core.Identity.Fence.None),
        // The peer disconnected: an ordinary end.
        OperationCanceledException or IOException => Disconnected(failure, context),
        _ when IsAfterDisconnect(failure, context) => Disconnected(failure, context),
        _ => Defect(failure, context),
    };

    private static RpcException Disconnected(Exception e, ServerCallContext context)
        => context.CancellationToken.IsCancellationRequested
            ? new RpcException(new Status(StatusCode.Cancelled, "The call was cancelled.", e))
            : RpcErrors.Stopping();

    private RpcException Refused(RpcException failure, ServerCallContext context, string cause = "")
    {
        refused.Refused(failure, context.Method, context.Peer, cause);
        return failure;
    }

    private RpcException Defect(Exception e, ServerCallContext context)
    {
        ServerLog.CallFailed(log, context.Method, e);
        return RpcErrors.Defect();
    }
}
