using CallCenter.Server.Errors;
using Grpc.Core;

namespace CallCenter.Server.Tests;

/// <summary>A frame that cannot be read, of a peer that is there and of one that has just left. Found by the fuzzer: the latter was logged
/// as a defect of the server.</summary>
public sealed class RequestReadingTests
{
    [Fact]
    public Task A_frame_that_cannot_be_read_is_the_senders_fault()
        => Assert.ThrowsAsync<UnreadableRequestException>(() => ReadAsync(isDisconnected: false));

    [Fact]
    public Task A_frame_that_cannot_be_read_of_a_peer_that_left_ends_the_call_like_any_disconnection()
        => Assert.ThrowsAsync<OperationCanceledException>(() => ReadAsync(isDisconnected: true));

    private static Task ReadAsync(bool isDisconnected) => new RequestReading().DuplexStreamingServerHandler<string, string>(
        new BrokenReader(), null!, new Call(new CancellationToken(isDisconnected)), (requests, _, _) => requests.MoveNext());

    private sealed class BrokenReader : IAsyncStreamReader<string>
    {
        public string Current => "";

        public Task<bool> MoveNext(CancellationToken cancellationToken)
            => Task.FromException<bool>(new InvalidDataException("Unexpected compressed flag value in message header."));
    }

    private sealed class Call(CancellationToken disconnected) : ServerCallContext
    {
        protected override string MethodCore => "";
        protected override string HostCore => "";
        protected override string PeerCore => "";
        protected override DateTime DeadlineCore => DateTime.MaxValue;
        protected override Metadata RequestHeadersCore => [];
        protected override CancellationToken CancellationTokenCore => disconnected;
        protected override Metadata ResponseTrailersCore => [];
        protected override Status StatusCore { get; set; }
        protected override WriteOptions? WriteOptionsCore { get; set; }
        protected override AuthContext AuthContextCore => new("", []);

        protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options)
            => throw new NotSupportedException();

        protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;
    }
}
