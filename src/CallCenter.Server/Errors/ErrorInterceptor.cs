using CallCenter.Core.Storage;
using CallCenter.Engine.Board;
using CallCenter.Engine.Ingest;
using CallCenter.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace CallCenter.Server.Errors;

/// <summary>Translates what the inner rings throw into the failures that the contract promises.</summary>
internal sealed class ErrorInterceptor(ILogger<ErrorInterceptor> log) : Interceptor
{
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

    // What is asked for is a selector; everything else that is sent is a source's.
    private static bool IsOfKpis(ServerCallContext context)
        => context.Method.StartsWith($"/{KpiService.Descriptor.FullName}/", StringComparison.Ordinal);

    // What the framework says to one who reads or writes when the peer has gone already.
    private static bool IsAfterDisconnect(Exception e, ServerCallContext context)
        => e is InvalidOperationException && context.CancellationToken.IsCancellationRequested;

    private async Task<T> TranslateAsync<T>(Func<Task<T>> call, ServerCallContext context)
    {
        try
        {
            return await call();
        }
        catch (RpcException)
        {
            throw;
        }
        catch (FieldErrorException e)
        {
            throw IsOfKpis(context) ? RpcErrors.SelectorInvalid(e) : RpcErrors.EventInvalid(e);
        }
        catch (TooManyGroupsException e)
        {
            throw RpcErrors.TooManyGroups(e);
        }
        catch (ViewFailedException e)
        {
            throw RpcErrors.ViewFailed(e);
        }
        catch (ClockSetBackException e)
        {
            throw RpcErrors.ClockSetBack(e);
        }
        catch (SourceStreamingException e)
        {
            throw RpcErrors.SourceStreaming(e);
        }
        catch (StoreUnavailableException e)
        {
            ServerLog.StoreFailed(log, context.Method, e);
            throw RpcErrors.StoreUnavailable("The store does not answer; try again.");
        }
        catch (SessionEndedException e)
        {
            throw RpcErrors.Ended(e, "", Core.Identity.Fence.None);
        }
        catch (InvalidProtocolBufferException e)
        {
            // Of a stream; what is sent with a unary call is read before anything here runs.
            throw RpcErrors.EventInvalid(
                new FieldErrorException("request", $"cannot be read ({e.Message}); send whole messages, and text as UTF-8"));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException || IsAfterDisconnect(e, context))
        {
            // The peer went away: an ordinary end.
            throw context.CancellationToken.IsCancellationRequested
                ? new RpcException(new Status(StatusCode.Cancelled, "The call was cancelled.", e))
                : RpcErrors.Stopping();
        }
    }
}
