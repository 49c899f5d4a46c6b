using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CallCenter.Compat.Tests;

/// <summary>A gRPC server on loopback whose service answers, fails or waits as the text of a request says.</summary>
public sealed class EchoServer : IAsyncLifetime
{
    private WebApplication? _app;

    public string Address => _app!.Urls.Single();

    /// <summary>Completes when a call that waits has been cancelled.</summary>
    public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public GrpcChannel Channel()
        => GrpcChannel.ForAddress(Address, new GrpcChannelOptions { UnsafeUseInsecureChannelCallCredentials = true });

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0")
            .ConfigureKestrel(k => k.ConfigureEndpointDefaults(l => l.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton(this);
        builder.Services.AddGrpc(options =>
        {
            options.Interceptors.Add<Stamp>("outer");
            options.Interceptors.Add<Stamp>("inner");
        });
        _app = builder.Build();
        _app.MapGrpcService<Echo>();
        await _app.StartAsync();
    }

    public async Task DisposeAsync() => await _app!.DisposeAsync();

    private sealed class Stamp(string name) : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            context.ResponseTrailers.Add("passed", name);
            return continuation(request, context);
        }
    }

    private sealed class Echo(EchoServer server) : EchoService.EchoServiceBase
    {
        public override async Task<EchoResponse> Say(EchoRequest request, ServerCallContext context)
        {
            using var registration = context.CancellationToken.Register(() => server.Cancelled.TrySetResult());
            await context.WriteResponseHeadersAsync(new Metadata { { "seen", context.RequestHeaders.GetValue("sent") ?? "" } });
            context.ResponseTrailers.Add("echo-bin", context.RequestHeaders.GetValueBytes("sent-bin") ?? []);
            if (request.Text == "fail")
            {
                var status = new Status(StatusCode.FailedPrecondition, "队列已关闭 – geschlossen");
                throw new RpcException(status, new Metadata { { "more", "said" } });
            }
            if (request.Text == "wait") await UntilCancelled(context);
            return new EchoResponse { Text = request.Text, Number = request.Number };
        }

        public override async Task Count(EchoRequest request, IServerStreamWriter<EchoResponse> responses, ServerCallContext context)
        {
            using var registration = context.CancellationToken.Register(() => server.Cancelled.TrySetResult());
            for (var i = 0; i < request.Number; i++) await responses.WriteAsync(new EchoResponse { Number = i }, context.CancellationToken);
            if (request.Text == "wait") await UntilCancelled(context);
        }

        public override async Task<EchoResponse> Collect(IAsyncStreamReader<EchoRequest> requests, ServerCallContext context)
        {
            var sum = 0;
            await foreach (var request in requests.ReadAllAsync(context.CancellationToken)) sum += request.Number;
            return new EchoResponse { Number = sum };
        }

        public override async Task Chat(
            IAsyncStreamReader<EchoRequest> requests, IServerStreamWriter<EchoResponse> responses, ServerCallContext context)
        {
            while (await requests.MoveNext())
                await responses.WriteAsync(new EchoResponse { Text = requests.Current.Text, Number = requests.Current.Number + 1 });
            context.ResponseTrailers.Add("end", "reached");
        }

        private static async Task UntilCancelled(ServerCallContext context)
        {
            var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var registration = context.CancellationToken.Register(cancelled.SetResult);
            await cancelled.Task;
        }
    }
}
