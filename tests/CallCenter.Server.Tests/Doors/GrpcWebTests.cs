using System.Net;
using CallCenter.V1;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;

namespace CallCenter.Server.Tests;

/// <summary>gRPC-Web as browsers speak it, and which pages may.</summary>
public sealed class GrpcWebTests
{
    private const string Wallboard = "https://wallboard.example";

    [Theory]
    [InlineData(GrpcWebMode.GrpcWeb)]
    [InlineData(GrpcWebMode.GrpcWebText)]
    public async Task A_browser_gets_a_snapshot_a_stream_and_an_error_with_its_reason(GrpcWebMode mode)
    {
        await using var web = await WebServer.StartAsync();
        using var handler = new GrpcWebHandler(mode, new HttpClientHandler());
        using var channel = GrpcChannel.ForAddress(web.Address, new GrpcChannelOptions
        {
            HttpHandler = handler,
            HttpVersion = HttpVersion.Version11,
        });
        var kpis = new KpiService.KpiServiceClient(channel);
        await web.Server.PublishAsync(Given.Queued("v1"));

        var request = new GetSnapshotRequest { Selector = Given.Select("contacts_offered") };
        var snapshot = await kpis.GetSnapshotAsync(request).ResponseAsync.WaitAsync(Waits.Limit);
        using var subscriber = new Subscriber(kpis, Given.Select("contacts_offered"), TimeSpan.FromSeconds(0.1), null);
        var failure = await Failures.OfAsync(kpis.GetSnapshotAsync(new GetSnapshotRequest()));

        Assert.Equal(1, snapshot.Snapshot.Rows[0].Values[0].Count);
        Assert.NotNull((await subscriber.ReadAsync()).Snapshot);
        Assert.Equal((StatusCode.InvalidArgument, "SELECTOR_INVALID"), (failure.StatusCode, failure.Reason));
    }

    [Fact]
    public async Task Pages_of_other_origins_are_not_allowed_unless_an_option_names_them()
    {
        await using var closed = await WebServer.StartAsync();
        await using var open = await WebServer.StartAsync(o => o.AllowedOrigins = [Wallboard]);

        Assert.Null(await AllowedAsync(closed, Wallboard));
        Assert.Equal(Wallboard, await AllowedAsync(open, Wallboard));
        Assert.Null(await AllowedAsync(open, "https://other.example"));
    }

    private static async Task<string?> AllowedAsync(WebServer web, string origin)
    {
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/callcenter.v1.KpiService/GetSnapshot");
        preflight.Headers.Add("Origin", origin);
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        preflight.Headers.Add("Access-Control-Request-Headers", "content-type,x-grpc-web");
        using var answer = await web.SendAsync(preflight);
        return answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var allowed) ? allowed.Single() : null;
    }
}
