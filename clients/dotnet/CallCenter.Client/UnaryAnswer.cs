using Grpc.Core;

namespace CallCenter.Client;

/// <summary>Waits for answers of unary calls.</summary>
internal static class UnaryAnswer
{
    /// <exception cref="CallCenterException">The call failed.</exception>
    public static async Task<T> ReadAsync<T>(AsyncUnaryCall<T> call, CancellationToken token)
    {
        using (call)
        {
            try
            {
                return await call.ResponseAsync.ConfigureAwait(false);
            }
            catch (RpcException e)
            {
                token.ThrowIfCancellationRequested();
                throw CallCenterException.From(e);
            }
        }
    }
}
