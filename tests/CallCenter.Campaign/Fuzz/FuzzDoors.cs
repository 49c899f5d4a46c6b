using CallCenter.V1;
using Grpc.Health.V1;
using Grpc.Reflection.V1Alpha;

namespace CallCenter.Campaign.Fuzz;

/// <summary>Every door of the server by its name.</summary>
internal static class FuzzDoors
{
    private static readonly IReadOnlyList<FuzzMethod> Ingest = FuzzMethod.Of(IngestService.Descriptor);
    private static readonly IReadOnlyList<FuzzMethod> Kpis = FuzzMethod.Of(KpiService.Descriptor);

    private static readonly IReadOnlyList<FuzzMethod> Alerts = FuzzMethod.Of(AlertService.Descriptor);

    private static readonly IReadOnlyList<FuzzMethod> Admin = FuzzMethod.Of(AdminService.Descriptor);

    private static readonly IReadOnlyList<FuzzMethod> Probes =
        FuzzMethod.Of(HealthCheckRequest.Descriptor.File.Services.Single());

    private static readonly IReadOnlyList<FuzzMethod> Reflection =
        FuzzMethod.Of(ServerReflectionRequest.Descriptor.File.Services.Single());

    private static readonly Dictionary<string, Func<FuzzTarget, FuzzDoor>> All = new(StringComparer.Ordinal)
    {
        ["grpc-ingest"] = target => new GrpcDoor(target, Ingest),
        ["grpc-kpis"] = target => new GrpcDoor(target, Kpis),
        ["grpc-alerts"] = target => new GrpcDoor(target, Alerts),
        // Contacts to forget come by Publish.
        ["grpc-admin"] = target => new GrpcDoor(target, [.. Admin, .. Ingest.Where(method => method.Name == "Publish")]),
        ["json"] = target => new WebDoor(target, WebRequests.Json),
        ["json-bodies"] = target => new WebDoor(target, BodyRequests.Of),
        ["event-stream"] = target => new WebDoor(target, WebRequests.Events),
        ["csv"] = target => new WebDoor(target, WebRequests.Csv),
        ["metrics"] = target => new WebDoor(target, WebRequests.Metrics),
        ["grpc-web"] = target => new WebDoor(target, random => GrpcWebRequests.Of(random, [.. Ingest, .. Kpis, .. Alerts, .. Admin])),
        ["reflection"] = target => new GrpcDoor(target, Reflection),
        ["health"] = target => new GrpcDoor(target, Probes),
    };

    public static IReadOnlyList<string> Names => [.. All.Keys];

    public static FuzzDoor Open(string name, FuzzTarget target) => All[name](target);
}
