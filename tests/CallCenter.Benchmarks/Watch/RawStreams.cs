using System.Buffers;
using System.Globalization;
using CallCenter.V1;
using Google.Protobuf;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CallCenter.Benchmarks.Watch;

/// <summary>The least that subscriptions can cost: streams of one ready message on the same stack, each with a timer, and nothing
/// else.</summary>
internal sealed class RawStreams(RawStreams.Load load)
{
    private const string Service = "bench.RawStreams";

    /// <summary>As subscribers call it.</summary>
    public static readonly Method<byte[], Arrival> Subscribe = Arrival.MethodOf(Service);

    public static async Task RunAsync(string url, string bytes, string milliseconds)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(new Load(
            new SubscribeResponse { ResumeToken = ByteString.CopyFrom(new byte[Number(bytes)]) }.ToByteArray(),
            TimeSpan.FromMilliseconds(Number(milliseconds))));
        builder.Services.AddSingleton<IServiceMethodProvider<RawStreams>, Methods>();
        builder.WebHost.UseUrls(url).ConfigureKestrel(kestrel =>
        {
            kestrel.ConfigureEndpointDefaults(e => e.Protocols = HttpProtocols.Http2);
            kestrel.Limits.Http2.MaxStreamsPerConnection = 1_000;
            kestrel.Limits.Http2.InitialConnectionWindowSize = 1024 * 1024;
        });
        await using var app = builder.Build();
        app.MapGrpcService<RawStreams>();
        await app.RunAsync();
    }

    private async Task WriteAsync(IServerStreamWriter<byte[]> responses, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(load.Interval);
        do await responses.WriteAsync(load.Message, stop);
        while (await timer.WaitForNextTickAsync(stop));
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>What each stream writes, and how often.</summary>
    internal sealed record Load(byte[] Message, TimeSpan Interval);

    private sealed class Methods : IServiceMethodProvider<RawStreams>
    {
        private static readonly Method<byte[], byte[]> Served = new(
            MethodType.ServerStreaming, Service, "Subscribe",
            Marshallers.Create<byte[]>((_, _) => throw new NotSupportedException(), context => context.PayloadAsNewBuffer()),
            Marshallers.Create<byte[]>(Write, _ => throw new NotSupportedException()));

        public void OnServiceMethodDiscovery(ServiceMethodProviderContext<RawStreams> context) => context.AddServerStreamingMethod(
            Served, [], (service, _, responses, call) => service.WriteAsync(responses, call.CancellationToken));

        private static void Write(byte[] message, SerializationContext context)
        {
            context.SetPayloadLength(message.Length);
            context.GetBufferWriter().Write(message);
            context.Complete();
        }
    }
}
