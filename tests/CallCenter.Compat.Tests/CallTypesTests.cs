using Grpc.Core;
using Grpc.Core.Interceptors;

namespace CallCenter.Compat.Tests;

public sealed class CallTypesTests
{
    private static readonly Method<string, string> Say =
        new(MethodType.Unary, "pkg.Service", "Say", Marshallers.StringMarshaller, Marshallers.StringMarshaller);

    [Fact]
    public void Status_says_its_code_detail_and_debug_exception()
    {
        var status = new Status(StatusCode.NotFound, "no queue", new IOException("gone"));

        Assert.Equal(
            "Status(StatusCode=\"NotFound\", Detail=\"no queue\", DebugException=\"System.IO.IOException: gone\")", status.ToString());
        Assert.Equal("Status(StatusCode=\"OK\", Detail=\"\")", default(Status).ToString());
        Assert.Equal(new Status(StatusCode.Aborted, "x"), new Status(StatusCode.Aborted, "x"));
    }

    [Fact]
    public void Exception_carries_status_trailers_and_cause()
    {
        var cause = new IOException("gone");
        var failure = new RpcException(new Status(StatusCode.Internal, "d", cause), new Metadata { { "k", "v" } }, "what failed");

        Assert.Equal(("what failed", StatusCode.Internal, "v"), (failure.Message, failure.StatusCode, failure.Trailers.GetValue("k")));
        Assert.Same(cause, failure.InnerException);
        Assert.Throws<ArgumentNullException>(() => new RpcException(default, (Metadata)null!));
    }

    [Fact]
    public void Options_are_changed_one_at_a_time_in_copies()
    {
        var headers = new Metadata { { "k", "v" } };
        var deadline = new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        using var cancellation = new CancellationTokenSource();
        var credentials = CallCredentials.FromInterceptor((_, _) => Task.CompletedTask);
        var before = new CallOptions(headers, deadline);

        var after = before.WithCancellationToken(cancellation.Token).WithCredentials(credentials).WithWaitForReady()
            .WithWriteOptions(new WriteOptions(WriteFlags.BufferHint));

        Assert.Same(headers, after.Headers);
        Assert.Equal(deadline, after.Deadline);
        Assert.Equal(cancellation.Token, after.CancellationToken);
        Assert.Same(credentials, after.Credentials);
        Assert.Equal(WriteFlags.BufferHint, after.WriteOptions?.Flags);
        Assert.True(after.IsWaitForReady);
        Assert.Equal((false, CancellationToken.None), (before.IsWaitForReady, before.CancellationToken));
        Assert.Null(after.WithDeadline(deadline.AddDays(1)).PropagationToken);
    }

    [Fact]
    public async Task Unary_call_hands_out_what_it_was_made_of()
    {
        var disposed = 0;
        var trailers = new Metadata();
        var call = new AsyncUnaryCall<string>(
            Task.FromResult("answer"), Task.FromResult(Metadata.Empty), () => Status.DefaultSuccess, () => trailers, () => disposed++);

        Assert.Equal("answer", await call);
        Assert.Equal("answer", await call.ConfigureAwait(false));
        Assert.Same(Metadata.Empty, await call.ResponseHeadersAsync.InTime());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
        Assert.Same(trailers, call.GetTrailers());
        call.Dispose();
        Assert.Equal(1, disposed);
    }

    [Fact]
    public void Call_with_a_state_passes_it_to_every_function()
    {
        var seen = new List<object>();
        T Note<T>(object state, T result)
        {
            seen.Add(state);
            return result;
        }
        var call = new AsyncDuplexStreamingCall<string, string>(
            null!, null!, s => Note(s, Task.FromResult(Metadata.Empty)), s => Note(s, Status.DefaultCancelled),
            s => Note(s, Metadata.Empty), s => Note(s, 0), "state");

        _ = (call.ResponseHeadersAsync, call.GetTrailers());
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
        call.Dispose();

        Assert.Equal(Enumerable.Repeat<object>("state", 4), seen);
    }

    [Fact]
    public void Client_without_a_channel_says_why_it_cannot_call()
    {
        var failure = Assert.Throws<InvalidOperationException>(() => new MockedClient().Call());

        Assert.Contains("without a channel", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Composed_credentials_keep_their_order()
    {
        var first = CallCredentials.FromInterceptor((_, _) => Task.CompletedTask);
        var second = CallCredentials.FromInterceptor((_, _) => Task.CompletedTask);
        var seen = new Configurator();

        CallCredentials.Compose(first, second).InternalPopulateConfiguration(seen, "state");

        Assert.Equal([first, second], seen.Parts);
        Assert.Equal("state", seen.State);
        Assert.Throws<ArgumentException>(() => CallCredentials.Compose(first));
    }

    [Fact]
    public void First_interceptor_given_is_the_first_to_see_a_call()
    {
        var order = new List<string>();
        var invoker = new Invoker(order).Intercept(new Noting(order, "a"), new Noting(order, "b"))
            .Intercept(headers =>
            {
                order.Add("headers");
                headers.Add("k", "v");
                return headers;
            });

        invoker.BlockingUnaryCall(Say, null, default, "hello");

        Assert.Equal(["headers", "a", "b", "call with v"], order);
    }

    [Fact]
    public void Service_definition_binds_each_method_once()
    {
        Task<string> Handler(string request, ServerCallContext context) => Task.FromResult(request);
        UnaryServerMethod<string, string> handler = Handler;
        var builder = ServerServiceDefinition.CreateBuilder().AddMethod(Say, handler);

        Assert.Throws<ArgumentException>(() => builder.AddMethod(Say, handler));
        var failure = Assert.Throws<NotSupportedException>(() => builder.Build().BindService(new ServiceBinderBase()));
        Assert.Contains("/pkg.Service/Say", failure.Message, StringComparison.Ordinal);
    }

    private sealed class MockedClient : ClientBase
    {
        public string Call() => CallInvoker.BlockingUnaryCall(Say, null, default, "");
    }

    private sealed class Configurator : CallCredentialsConfiguratorBase
    {
        public object? State { get; private set; }
        public IReadOnlyList<CallCredentials> Parts { get; private set; } = [];

        public override void SetCompositeCredentials(object? state, IReadOnlyList<CallCredentials> credentials)
            => (State, Parts) = (state, credentials);

        public override void SetAsyncAuthInterceptorCredentials(object? state, AsyncAuthInterceptor interceptor) => State = "not composed";
    }

    private sealed class Noting(List<string> order, string name) : Interceptor
    {
        public override TResponse BlockingUnaryCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context,
            BlockingUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            order.Add(name);
            return continuation(request, context);
        }
    }

    private sealed class Invoker(List<string> order) : CallInvoker
    {
        public override TResponse BlockingUnaryCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
        {
            order.Add($"call with {options.Headers?.GetValue("k")}");
            return null!;
        }

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw new NotSupportedException();

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw new NotSupportedException();

        public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();
    }
}
