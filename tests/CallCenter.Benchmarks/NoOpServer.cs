using CallCenter.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CallCenter.Benchmarks;

/// <summary>The ceiling: a bidirectional service on the same stack that parses the same batches, acks them, and does nothing
/// else.</summary>
internal static class NoOpServer
{
    public static async Task RunAsync(string url)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.WebHost.UseUrls(url).ConfigureKestrel(kestrel =>
        {
            kestrel.ConfigureEndpointDefaults(e => e.Protocols = HttpProtocols.Http2);
            kestrel.Limits.Http2.InitialConnectionWindowSize = 1024 * 1024;
        });
        await using var app = builder.Build();
        app.MapGrpcService<NoOpIngest>();
        await app.RunAsync();
    }

    private sealed class NoOpIngest : IngestService.IngestServiceBase
    {
        public override async Task Ingest(
            IAsyncStreamReader<IngestRequest> requests, IServerStreamWriter<IngestResponse> responses, ServerCallContext context)
        {
            await requests.MoveNext(CancellationToken.None);
            await responses.WriteAsync(
                new IngestResponse
                {
                    Welcome = new Welcome
                    {
                        Limits = new IngestLimits
                        {
                            UnackedEventCountMax = 20_000,
                            BatchEventCountMax = 1_000
                        }
                    }
                });
            long last = 0;
            var acked = 0L;
            while (await requests.MoveNext(CancellationToken.None))
            {
                var batch = requests.Current.Events;
                last = batch.FirstSequence + batch.Events.Count - 1;
                // As often as the real server at a 5 ms spacing, about: an ack for each few thousand events.
                if (last - acked < 2_000) continue;
                acked = last;
                await responses.WriteAsync(new IngestResponse { Ack = new Ack { CommittedSequence = last } });
            }
            await responses.WriteAsync(new IngestResponse { Ack = new Ack { CommittedSequence = last } });
        }
    }
}
