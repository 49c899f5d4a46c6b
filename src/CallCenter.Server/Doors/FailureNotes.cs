using Grpc.Core;
using Grpc.Core.Interceptors;

namespace CallCenter.Server.Doors;

/// <summary>Keeps the failure of a call where <see cref="ProblemBody"/> finds it; JSON transcoding would leave only a part of it.</summary>
internal sealed class FailureNotes : Interceptor
{
    private static readonly object Key = new();

    public static RpcException? Of(HttpContext http) => http.Items.TryGetValue(Key, out var failure) ? failure as RpcException : null;

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (RpcException e)
        {
            context.UserState[Key] = e;
            throw;
        }
    }
}
