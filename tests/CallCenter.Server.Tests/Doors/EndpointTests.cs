using System.Net;
using System.Net.Sockets;
using CallCenter.Server.Hosting;
using CallCenter.Storage.Embedded;
using CallCenter.V1;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace CallCenter.Server.Tests;

/// <summary>Where the server listens, and how it is put into a host.</summary>
public sealed class EndpointTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_port_with_TLS_speaks_gRPC_and_HTTP_1_1()
    {
        var files = Certificates.In(_folder);
        await using var server = await StartWithTlsAsync(new TlsOptions { Certificate = files.Pem, Key = files.Key });
        using var channel = GrpcChannel.ForAddress(server.Address, new GrpcChannelOptions { HttpHandler = files.Trusting() });
        using var http = new HttpClient(files.Trusting());

        var list = await new KpiService.KpiServiceClient(channel).ListKpisAsync(new ListKpisRequest()).ResponseAsync.WaitAsync(Waits.Limit);
        using var probe = await http.GetAsync($"{server.Address}/readyz").WaitAsync(Waits.Limit);

        Assert.NotEmpty(list.Kpis);
        Assert.Equal((HttpStatusCode.OK, HttpVersion.Version11), (probe.StatusCode, probe.Version));
    }

    [Fact]
    public async Task A_certificate_comes_from_a_PFX_with_its_password_in_a_file()
    {
        var files = Certificates.In(_folder);
        await using var server = await StartWithTlsAsync(new TlsOptions { Certificate = files.Pfx, PasswordFile = files.PasswordFile });
        using var http = new HttpClient(files.Trusting());

        using var probe = await http.GetAsync($"{server.Address}/healthz").WaitAsync(Waits.Limit);

        Assert.Equal(HttpStatusCode.OK, probe.StatusCode);
    }

    [Fact]
    public async Task A_socket_file_serves_beside_a_port_also_after_a_killed_server_left_the_file()
    {
        var path = Path.Combine(_folder.Path, "callcenter.sock");
        using (var abandoned = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            abandoned.Bind(new UnixDomainSocketEndPoint($"{path}.new"));
            // A socket that is closed removes its file under the first name only.
            File.Move($"{path}.new", path);
        }
        Assert.True(File.Exists(path));
        await using var server = await LiveServer.StartAsync(o => o.Listen += $";http://unix:{path}");
        using var channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { HttpHandler = ThroughSocket(path) });

        var list = await new KpiService.KpiServiceClient(channel).ListKpisAsync(new ListKpisRequest()).ResponseAsync.WaitAsync(Waits.Limit);

        Assert.NotEmpty(list.Kpis);
        Assert.True((await server.PublishAsync(Given.Queued(1))).Rejections.Count == 0);
    }

    [Fact]
    public async Task A_host_of_another_company_adds_and_maps_the_server()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddCallCenter(
            builder.Configuration.GetSection("CallCenter"),
            options => options.Store = new EmbeddedStoreOptions { Durability = Durability.Memory });
        await using var app = builder.Build();
        app.MapCallCenter();
        await app.StartAsync().WaitAsync(Waits.Limit);
        using var http = new HttpClient();

        using var answer = await http.GetAsync($"{app.Urls.First()}/v1/kpis").WaitAsync(Waits.Limit);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static Task<LiveServer> StartWithTlsAsync(TlsOptions tls) => LiveServer.StartAsync(o =>
    {
        o.Listen = "https://127.0.0.1:0";
        o.Tls = tls;
    });

    private static SocketsHttpHandler ThroughSocket(string path) => new()
    {
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };
}
