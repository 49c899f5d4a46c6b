using CallCenter.Server.Errors;
using CallCenter.Server.Instruments;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace CallCenter.Server.Doors;

/// <summary>
/// A request over plain HTTP as a call of a gRPC method: it runs the same interceptors and the same service as every other door.
/// </summary>
internal sealed class HttpCall(HttpContext http, string method) : ServerCallContext
{
    private readonly Metadata _responseTrailers = [];

    protected override string MethodCore => method;
    protected override string HostCore => http.Request.Host.Value ?? "";
    protected override string PeerCore => $"{http.Connection.RemoteIpAddress}:{http.Connection.RemotePort}";
    protected override DateTime DeadlineCore => DateTime.MaxValue;
    protected override Metadata RequestHeadersCore => [];
    protected override CancellationToken CancellationTokenCore => http.RequestAborted;
    protected override Metadata ResponseTrailersCore => _responseTrailers;
    protected override Status StatusCore { get; set; }
    protected override WriteOptions? WriteOptionsCore { get; set; }
    protected override AuthContext AuthContextCore { get; } = new("", []);
    protected override IDictionary<object, object> UserStateCore => http.Items!;

    /// <summary>Calls a unary method.</summary>
    public Task<TResponse> RunAsync<TRequest, TResponse>(
        Func<TRequest> read, Func<TRequest, ServerCallContext, Task<TResponse>> handle)
        where TRequest : class
        where TResponse : class
    {
        UnaryServerMethod<object, TResponse> call = (_, context) => handle(read(), context);
        foreach (var interceptor in Interceptors.Reverse())
        {
            var inner = call;
            call = (request, context) => interceptor.UnaryServerHandler(request, context, inner);
        }
        return call(http, this);
    }

    /// <summary>Calls a method that streams its responses.</summary>
    public Task StreamAsync<TRequest, TResponse>(
        Func<TRequest> read, IServerStreamWriter<TResponse> responses,
        Func<TRequest, IServerStreamWriter<TResponse>, ServerCallContext, Task> handle)
        where TRequest : class
        where TResponse : class
    {
        ServerStreamingServerMethod<object, TResponse> call = (_, writer, context) => handle(read(), writer, context);
        foreach (var interceptor in Interceptors.Reverse())
        {
            var inner = call;
            call = (request, writer, context) => interceptor.ServerStreamingServerHandler(request, writer, context, inner);
        }
        return call(http, responses, this);
    }

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options)
        => throw new NotSupportedException("No service of this server calls another one.");

    // Outermost first, as gRPC has them.
    private IEnumerable<Interceptor> Interceptors =>
    [
        http.RequestServices.GetRequiredService<CallMeasuring>(),
        http.RequestServices.GetRequiredService<CallerWatch>(),
        http.RequestServices.GetRequiredService<ErrorInterceptor>(),
    ];
}
