using Grpc.Core;
using Grpc.Core.Interceptors;

namespace CallCenter.Server.Doors;

/// <summary>Keeps the failure of a call where <see cref="ProblemBody"/> finds it; JSON transcoding would leave only a part of it.</summary>
internal sealed class FailureNotes : Interceptor
{
    private static readonly object Key = new();

    public static RpcException? Of(HttpContext http) => http.Items.TryGetValue(Key, out var failure) ? failure as RpcException : null;

    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        => NoteAsync(() => continuation(request, context), context);

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
        => NoteAsync(async () =>
        {
            await continuation(request, responseStream, context);
            return true;
        }, context);

    private static async Task<T> NoteAsync<T>(Func<Task<T>> call, ServerCallContext context)
    {
        try
        {
            return await call();
        }
        catch (RpcException e)
        {
            context.UserState[Key] = e;
            throw;
        }
    }
}
