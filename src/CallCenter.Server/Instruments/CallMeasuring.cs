using System.Diagnostics;
using CallCenter.Engine.Instruments;
using CallCenter.Server.Callers;
using CallCenter.Server.Errors;
using CallCenter.Server.Kpis;
using CallCenter.V1;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace CallCenter.Server.Instruments;

/// <summary>Counts calls and messages of every door. The outermost interceptor, so that it sees the reasons of failures.</summary>
internal sealed class CallMeasuring(CallCenterMeter meter, TimeProvider time, ILogger<CallMeasuring> log) : Interceptor
{
    // The reason of a call that its client ended, or that is done.
    private const string Ended = "OK";

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        using var activity = Activity.Current is { Recorded: true } ? EngineMeter.Activities.StartActivity(MethodOf(context)) : null;
        try
        {
            var response = await continuation(request, context);
            if (request is PublishRequest publish && response is PublishResponse published) Add(publish, published);
            return response;
        }
        catch (RpcException e)
        {
            AddFailure(context, e);
            throw;
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        if (responseStream is not IServerStreamWriter<Frame> frames)
        {
            await continuation(request, responseStream, context);
            return;
        }
        meter.Subscribers.Add(1);
        var (measured, opened, reason) = (new MeasuredFrames(frames, meter), time.GetTimestamp(), Ended);
        try
        {
            await continuation(request, (IServerStreamWriter<TResponse>)(object)measured, context);
        }
        catch (RpcException e)
        {
            AddFailure(context, e);
            reason = ReasonOf(e);
            throw;
        }
        finally
        {
            meter.Subscribers.Add(-1);
            if (measured.Count > 0)
                ServerLog.SubscriptionClosed(log, TenantOf(context), context.Peer, reason, measured.Count, time.GetElapsedTime(opened));
        }
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        if (requestStream is not IAsyncStreamReader<IngestRequest> requests
            || responseStream is not IServerStreamWriter<IngestResponse> responses)
        {
            await continuation(requestStream, responseStream, context);
            return;
        }
        meter.Sessions.Add(1);
        var (measured, reason) = (new MeasuredIngest(requests, responses, meter, time), Ended);
        try
        {
            await continuation(
                (IAsyncStreamReader<TRequest>)(object)measured, (IServerStreamWriter<TResponse>)(object)measured, context);
        }
        catch (RpcException e)
        {
            AddFailure(context, e);
            reason = ReasonOf(e);
            throw;
        }
        finally
        {
            meter.Sessions.Add(-1);
            measured.Close(log, TenantOf(context), context.Peer, reason);
        }
    }

    private void Add(PublishRequest request, PublishResponse response) => meter.AddEvents(
        request.Events.Count - response.Rejections.Count - response.DuplicateCount,
        response.DuplicateCount,
        response.Rejections.Select(rejection => rejection.Reason.ToString()));

    private void AddFailure(ServerCallContext context, RpcException failure) => meter.AddFailure(
        MethodOf(context), ReasonOf(failure));

    private static string ReasonOf(RpcException failure) => RpcErrors.ReasonOf(failure) ?? failure.StatusCode.ToString();

    private static string TenantOf(ServerCallContext context) => Caller.IfAny(context)?.Tenant.Value ?? "";

    private static string MethodOf(ServerCallContext context) => context.Method[(context.Method.LastIndexOf('/') + 1)..];
}
