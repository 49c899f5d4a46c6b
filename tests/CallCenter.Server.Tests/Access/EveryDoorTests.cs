using System.Net;
using System.Text;
using CallCenter.Client;
using CallCenter.Server.Hosting;
using CallCenter.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CallCenter.Server.Tests;

/// <summary>
/// Every method of every service, and every address: found by looking at the running server, so that a new one without a rule or without
/// a probe here fails.
/// </summary>
public abstract class EveryDoorContract(Action<ServerOptions> useStore) : IAsyncLifetime
{
    // Acme's names; whatever a caller of another tenant receives holds none of them.
    private static readonly string[] Secrets = ["acme", "secret-pbx", "secret-queue", "secret-visit", "secret-agent", "secret-tag"];

    // The page of the OpenAPI document with its scripts, files of a package; and the dashboard.
    private static readonly string[] Pages =
        ["/docs/{documentName?}", "/docs/scalar.js", "/docs/scalar.aspnetcore.js", "/docs/favicon.svg", "/", "/assets/{file}"];

    // These show nothing of a tenant, and answer everybody.
    private static readonly string[] Open =
    [
        "/grpc.health.v1.Health/Check", "/grpc.health.v1.Health/Watch", "/healthz", "/readyz", "/openapi/v1.json", .. Pages,
    ];

    // What each door is asked.
    private static readonly Dictionary<string, Func<IMessage>> Requests = new()
    {
        ["/callcenter.v1.AdminService/ForgetContact"] = () => new ForgetContactRequest { ContactId = "secret-contact" },
        ["/callcenter.v1.AlertService/WatchAlerts"] = () => new WatchAlertsRequest(),
        ["/callcenter.v1.AlertService/ListAlerts"] = () => new ListAlertsRequest(),
        ["/callcenter.v1.AlertService/AcknowledgeAlert"] = () => new AcknowledgeAlertRequest { Id = "1", Name = "secret-agent" },
        ["/callcenter.v1.IngestService/Ingest"] = () => new IngestRequest { Hello = new Hello { Source = "secret-pbx" } },
        ["/callcenter.v1.IngestService/Publish"] = () => new PublishRequest
        {
            Source = "secret-pbx",
            Events = { Given.Answered("secret-visit", "secret-agent") },
        },
        ["/callcenter.v1.KpiService/Subscribe"] = () => new SubscribeRequest { Selector = Wide },
        ["/callcenter.v1.KpiService/GetSnapshot"] = () => new GetSnapshotRequest { Selector = Wide },
        ["/callcenter.v1.KpiService/QuerySeries"] = () => new QuerySeriesRequest
        {
            Selector = new Selector { Kpis = { Wide.Kpis }, GroupBy = { Wide.GroupBy } },
            Range = new TimeRange { StartTime = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddDays(-1)) },
            Period = PeriodUnit.Day,
        },
        ["/callcenter.v1.KpiService/ListKpis"] = () => new ListKpisRequest(),
        ["/callcenter.v1.KpiService/GetSettings"] = () => new GetSettingsRequest(),
        ["/callcenter.v1.KpiService/ListSources"] = () => new ListSourcesRequest(),
        ["/callcenter.v1.KpiService/ListQueues"] = () => new ListQueuesRequest(),
        ["/callcenter.v1.KpiService/ListAgents"] = () => new ListAgentsRequest(),
        ["/callcenter.v1.KpiService/ListTags"] = () => new ListTagsRequest(),
        ["/callcenter.v1.KpiService/ExplainValue"] = () => new ExplainValueRequest
        {
            Selector = Given.SelectBy([], ["contacts_offered"]),
        },
        ["/callcenter.v1.KpiService/ListTargets"] = () => new ListTargetsRequest(),
        ["/callcenter.v1.KpiService/GetStaffing"] = () => new GetStaffingRequest(),
        ["/grpc.health.v1.Health/Check"] = () => new Grpc.Health.V1.HealthCheckRequest(),
        ["/grpc.health.v1.Health/Watch"] = () => new Grpc.Health.V1.HealthCheckRequest(),
        ["/grpc.reflection.v1.ServerReflection/ServerReflectionInfo"] =
            () => new Grpc.Reflection.V1Alpha.ServerReflectionRequest { ListServices = "" },
        ["/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"] =
            () => new Grpc.Reflection.V1Alpha.ServerReflectionRequest { ListServices = "" },
    };

    private static readonly Dictionary<string, string> Queries = new()
    {
        ["/v1/kpis"] = "?kpi=contacts_answered&by=queue,agent,source&window=24h",
        ["/v1/kpis:snapshot"] = "",
        ["/v1/kpis:subscribe"] = "",
        ["/v1/kpis:series"] = "",
        ["/v1/stream"] = "?kpi=contacts_answered&by=queue,agent,source&window=24h",
        ["/v1/alert-stream"] = "",
        ["/v1/stream-tickets"] = "",
        ["/openapi/v1.json"] = "",
        [Pages[0]] = "",
        [Pages[1]] = "",
        [Pages[2]] = "",
        [Pages[3]] = "",
        [Pages[4]] = "",
        [Pages[5]] = "",
        ["/metrics"] = "",
        ["/metrics/kpis"] = "?kpi=contacts_answered&by=queue,agent,source&window=24h",
        ["/healthz"] = "",
        ["/readyz"] = "",
    };

    // Whole messages as JSON, for addresses that want a body.
    private static readonly Dictionary<string, Func<IMessage?>> Bodies = new()
    {
        ["/v1/kpis:snapshot"] = Requests["/callcenter.v1.KpiService/GetSnapshot"],
        ["/v1/kpis:subscribe"] = Requests["/callcenter.v1.KpiService/Subscribe"],
        ["/v1/kpis:series"] = Requests["/callcenter.v1.KpiService/QuerySeries"],
        ["/v1/stream-tickets"] = () => null,
    };

    private static readonly FileDescriptor[] ContractFiles =
    [
        AdminServiceReflection.Descriptor, AlertServiceReflection.Descriptor, IngestServiceReflection.Descriptor,
        KpiServiceReflection.Descriptor,
    ];

    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create<byte[]>(b => b, b => b);

    private GuardedServer _server = null!;

    private static Selector Wide => Given.SelectBy(["queue", "agent", "source"], ["contacts_answered", "agents_available"]);

    public async Task InitializeAsync()
    {
        _server = await GuardedServer.StartAsync(useStore);
        var acme = await _server.ClientAsync("acme", "admin");
        var queued = Given.Queued("secret-visit", "secret-queue");
        queued.VisitQueued.Tags.Add("secret-tag", "x");
        await acme.PublishAsync("secret-pbx", Given.Present("secret-agent"), queued);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [StoreFact]
    public void Every_method_and_address_is_probed() => Assert.Equal(Doors().Order(), Requests.Keys.Concat(Queries.Keys).Order());

    [StoreFact]
    public void Every_method_of_the_contract_is_served()
        => Assert.Empty(ContractFiles.SelectMany(file => file.Services)
            .SelectMany(service => service.Methods.Select(method => $"/{service.FullName}/{method.Name}"))
            .Except(Doors()));

    [StoreFact]
    public async Task Every_door_has_a_rule()
    {
        var everything = await _server.ClientAsync("acme", "admin", "operator");

        foreach (var door in Doors()) Assert.Equal((door, ""), (door, (await AskAsync(everything, door)).Refusal));
    }

    [StoreFact]
    public async Task No_door_opens_without_a_credential_except_the_probes()
    {
        var nobody = _server.Client(null);

        foreach (var door in Doors())
            Assert.Equal((door, Open.Contains(door) ? "" : "CREDENTIAL_MISSING"), (door, (await AskAsync(nobody, door)).Refusal));
    }

    [StoreFact]
    public async Task No_door_shows_one_tenant_anything_of_another()
    {
        var globex = await _server.ClientAsync("globex", "admin");

        // Events last: they give this tenant a source of its own by the same name, which it may see.
        foreach (var door in Doors().Except(Pages).OrderBy(door => door.Contains("IngestService") || door == "/v1/events"))
        {
            var answer = (await AskAsync(globex, door)).Text;
            // A rejection repeats the names of its own event.
            var sent = Requests.TryGetValue(door, out var request) ? request().ToString()! : "";
            Assert.Equal((door, ""), (door, string.Join(' ', Secrets.Where(s => answer.Contains(s) && !sent.Contains(s)))));
        }
    }

    [StoreFact]
    public async Task The_tenant_that_owns_the_names_does_see_them()
    {
        var acme = await _server.ClientAsync("acme", "admin");

        string[] doors =
        [
            "/callcenter.v1.KpiService/Subscribe", "/callcenter.v1.KpiService/GetSnapshot", "/v1/kpis", "/v1/kpis:snapshot",
            "/v1/kpis:subscribe", "/v1/stream", "/metrics/kpis", "/callcenter.v1.KpiService/QuerySeries", "/v1/kpis:series",
        ];
        foreach (var door in doors) Assert.Contains("secret-queue", (await AskAsync(acme, door)).Text);
        (string List, string Name)[] lists =
            [("Sources", "secret-pbx"), ("Queues", "secret-queue"), ("Agents", "secret-agent"), ("Tags", "secret-tag")];
        foreach (var (list, name) in lists) Assert.Contains(name, (await AskAsync(acme, $"/callcenter.v1.KpiService/List{list}")).Text);
    }

    private List<string> Doors() => [.. _server.Live.Services.GetRequiredService<EndpointDataSource>().Endpoints
        .Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.FullName
            ?? ((RouteEndpoint)endpoint).RoutePattern.RawText!)
        .Where(name => !name.Contains("{unimplemented")).Distinct()];

    private static Task<(string Refusal, string Text)> AskAsync(GuardedClient client, string door)
        => Requests.TryGetValue(door, out var request) ? CallAsync(client, door, request()) : GetAsync(client, door);

    // The first message of the answer, or the failure with all its details.
    private static async Task<(string Refusal, string Text)> CallAsync(GuardedClient client, string door, IMessage request)
    {
        var parts = door.Split('/');
        var method = new Method<byte[], byte[]>(MethodType.DuplexStreaming, parts[1], parts[2], Bytes, Bytes);
        using var call = client.Channel.CreateCallInvoker().AsyncDuplexStreamingCall(method, null, new CallOptions());
        try
        {
            await call.RequestStream.WriteAsync(request.ToByteArray()).InTime();
            if (!IsStreaming(door)) await call.RequestStream.CompleteAsync().InTime();
            return await call.ResponseStream.MoveNext(CancellationToken.None).InTime()
                ? ("", Encoding.UTF8.GetString(call.ResponseStream.Current))
                : ("", "");
        }
        catch (RpcException)
        {
            // Writing fails without the reason; reading has it.
        }
        try
        {
            await call.ResponseStream.MoveNext(CancellationToken.None).InTime();
            return ("", "");
        }
        catch (RpcException e)
        {
            var text = e.Status.Detail + Encoding.UTF8.GetString(e.Trailers.GetValueBytes("grpc-status-details-bin") ?? []);
            var isRefused = e.StatusCode is StatusCode.Unauthenticated or StatusCode.PermissionDenied;
            return (isRefused ? CallCenterException.From(e).Reason : "", text);
        }
    }

    private static bool IsStreaming(string door) => door.EndsWith("/Ingest", StringComparison.Ordinal);

    private static async Task<(string Refusal, string Text)> GetAsync(GuardedClient client, string door)
    {
        var path = door.Replace("{documentName?}", "") + Queries[door];
        using var answer = await (Bodies.TryGetValue(door, out var body) ? PostAsync(client, path, body()) : client.GetAsync(path));
        if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            return ((await WebServer.JsonOf(answer)).GetProperty("reason").GetString()!, "");
        if (!IsEndless(door))
            return ("", await answer.Content.ReadAsStringAsync().InTime());
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync().InTime());
        var firstEvent = new StringBuilder();
        while (await reader.ReadLineAsync().InTime() is { Length: > 0 } line)
        {
            firstEvent.Append(line);
            if (door == "/v1/kpis:subscribe") break;
        }
        return ("", firstEvent.ToString());
    }

    private static bool IsEndless(string door) => door is "/v1/stream" or "/v1/alert-stream" or "/v1/kpis:subscribe";

    private static Task<HttpResponseMessage> PostAsync(GuardedClient client, string path, IMessage? body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path);
        if (body is not null) request.Content = new StringContent(JsonFormatter.Default.Format(body), Encoding.UTF8, "application/json");
        return client.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).InTime();
    }
}

/// <inheritdoc/>
public sealed class EveryDoorTests() : EveryDoorContract(_ => { });

/// <inheritdoc/>
[NeedsRedis]
public sealed class RedisEveryDoorTests(OneRedis redis)
    : EveryDoorContract(ServerStore.OnRedis(redis.Server!.Address).Adjust), IClassFixture<OneRedis>;
