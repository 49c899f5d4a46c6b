using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace CallCenter.Server.Errors;

/// <summary>A message of a stream cannot be read: its sender's fault, whatever the transport throws.</summary>
internal sealed class UnreadableRequestException(Exception cause) : Exception(cause.Message, cause);

/// <summary>Tells failures to read a stream's next message apart from failures of this server's code. The outermost interceptor, so that
/// nothing but the transport is within. gRPC reads a unary request before it calls interceptors.</summary>
internal sealed class RequestReading : Interceptor
{
    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
        => continuation(new Reader<TRequest>(requestStream, context.CancellationToken), responseStream, context);

    private sealed class Reader<T>(IAsyncStreamReader<T> inner, CancellationToken disconnected) : IAsyncStreamReader<T>
    {
        public T Current => inner.Current;

        public Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            var reading = inner.MoveNext(cancellationToken);
            return reading.IsCompletedSuccessfully ? reading : WaitAsync(reading);
        }

        private async Task<bool> WaitAsync(Task<bool> reading)
        {
            try
            {
                return await reading;
            }
            catch (Exception e) when (IsUnreadable(e))
            {
                // Whatever the transport throws then, nobody is there to send another.
                throw disconnected.IsCancellationRequested
                    ? new OperationCanceledException(e.Message, e, disconnected)
                    : new UnreadableRequestException(e);
            }
        }

        // Protobuf's exception is an IOException, and so is the end of a connection.
        private static bool IsUnreadable(Exception e)
            => e is InvalidProtocolBufferException || e is not (RpcException or OperationCanceledException or IOException);
    }
}
