using CallCenter.V1;
using Google.Rpc;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace CallCenter.Server.Instruments;

/// <summary>Counts calls and messages of every door. The outermost interceptor, so that it sees the reasons of failures.</summary>
internal sealed class CallMeasuring(CallCenterMeter meter, TimeProvider time) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        using var activity = CallCenterMeter.Activities.StartActivity(MethodOf(context));
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
        if (responseStream is not IServerStreamWriter<SubscribeResponse> frames)
        {
            await continuation(request, responseStream, context);
            return;
        }
        meter.Subscribers.Add(1);
        try
        {
            await continuation(request, (IServerStreamWriter<TResponse>)(object)new MeasuredFrames(frames, meter), context);
        }
        catch (RpcException e)
        {
            AddFailure(context, e);
            throw;
        }
        finally
        {
            meter.Subscribers.Add(-1);
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
        var measured = new MeasuredIngest(requests, responses, meter, time);
        try
        {
            await continuation(
                (IAsyncStreamReader<TRequest>)(object)measured, (IServerStreamWriter<TResponse>)(object)measured, context);
        }
        catch (RpcException e)
        {
            AddFailure(context, e);
            throw;
        }
        finally
        {
            meter.Sessions.Add(-1);
        }
    }

    private void Add(PublishRequest request, PublishResponse response) => meter.AddEvents(
        request.Events.Count - response.Rejections.Count - response.DuplicateCount,
        response.DuplicateCount,
        response.Rejections.Select(rejection => rejection.Reason.ToString()));

    private void AddFailure(ServerCallContext context, RpcException failure) => meter.AddFailure(
        MethodOf(context), failure.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason ?? failure.StatusCode.ToString());

    private static string MethodOf(ServerCallContext context) => context.Method[(context.Method.LastIndexOf('/') + 1)..];
}
