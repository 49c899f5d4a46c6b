using CallCenter.Server.Callers;
using Grpc.AspNetCore.Server;

namespace CallCenter.Server.Doors;

/// <summary>What a call needs.</summary>
internal enum Need
{
    /// <summary>Nothing: probes must work without a credential, and tell nothing but yes or no.</summary>
    Nothing,

    /// <summary>Any credential.</summary>
    Credential,

    /// <summary>A role to send events; as which sources is checked where the message names one.</summary>
    Ingest,

    /// <summary>A role to read KPIs; its filters are added to the selector.</summary>
    Read,

    /// <summary>The role to acknowledge alerts, and one to read them.</summary>
    Acknowledge,

    /// <summary>The role that changes what the server holds of a tenant.</summary>
    Admin,

    /// <summary>The role of whoever runs the server: these pages show all tenants' load.</summary>
    Operator,
}

/// <summary>One rule for each gRPC method, whichever door it is called by, and for each address of its own.</summary>
internal static class AccessRules
{
    private static readonly Dictionary<string, Need> Needs = new(StringComparer.Ordinal)
    {
        ["/callcenter.v1.AdminService/ForgetContact"] = Need.Admin,
        ["/callcenter.v1.AlertService/WatchAlerts"] = Need.Read,
        ["/callcenter.v1.AlertService/ListAlerts"] = Need.Read,
        ["/callcenter.v1.AlertService/AcknowledgeAlert"] = Need.Acknowledge,
        ["/callcenter.v1.IngestService/Ingest"] = Need.Ingest,
        ["/callcenter.v1.IngestService/Publish"] = Need.Ingest,
        ["/callcenter.v1.KpiService/Subscribe"] = Need.Read,
        ["/callcenter.v1.KpiService/GetSnapshot"] = Need.Read,
        ["/callcenter.v1.KpiService/QuerySeries"] = Need.Read,
        ["/callcenter.v1.KpiService/ListKpis"] = Need.Credential,
        ["/callcenter.v1.KpiService/GetSettings"] = Need.Read,
        ["/callcenter.v1.KpiService/ListSources"] = Need.Read,
        ["/callcenter.v1.KpiService/ListQueues"] = Need.Read,
        ["/callcenter.v1.KpiService/ListAgents"] = Need.Read,
        ["/callcenter.v1.KpiService/ListTags"] = Need.Read,
        ["/callcenter.v1.KpiService/ExplainValue"] = Need.Read,
        ["/callcenter.v1.KpiService/ListTargets"] = Need.Read,
        ["/callcenter.v1.KpiService/GetStaffing"] = Need.Read,
        ["/grpc.health.v1.Health/Check"] = Need.Nothing,
        ["/grpc.health.v1.Health/Watch"] = Need.Nothing,
        ["/grpc.reflection.v1.ServerReflection/ServerReflectionInfo"] = Need.Credential,
        ["/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"] = Need.Credential,
        ["/v1/kpis"] = Need.Read,
        ["/v1/kpis:snapshot"] = Need.Read,
        ["/v1/kpis:series"] = Need.Read,
        ["/v1/kpis:subscribe"] = Need.Read,
        ["/v1/stream"] = Need.Read,
        ["/v1/alert-stream"] = Need.Read,
        ["/v1/stream-tickets"] = Need.Read,
        // The published contract, with nothing of a tenant; a browser opens a page without a header.
        ["/openapi/v1.json"] = Need.Nothing,
        ["/docs/{documentName?}"] = Need.Nothing,
        ["/docs/scalar.js"] = Need.Nothing,
        ["/docs/scalar.aspnetcore.js"] = Need.Nothing,
        ["/docs/favicon.svg"] = Need.Nothing,
        // The pages themselves; what they show they read like everybody.
        ["/"] = Need.Nothing,
        ["/assets/{file}"] = Need.Nothing,
        ["/metrics"] = Need.Operator,
        ["/metrics/kpis"] = Need.Read,
        ["/healthz"] = Need.Nothing,
        ["/readyz"] = Need.Nothing,
    };

    /// <summary>What calls of an endpoint need; null for one without a rule, which nobody may call.</summary>
    public static Need? Of(Endpoint endpoint)
    {
        // The endpoints that gRPC adds to answer UNIMPLEMENTED.
        if (NameOf(endpoint) is not { } name) return Need.Nothing;
        return Needs.TryGetValue(name, out var need) ? need : null;
    }

    /// <summary>The role to name when a right is missing; null when there is the right.</summary>
    public static string? MissingRole(Need need, Rights rights) => need switch
    {
        Need.Ingest when !rights.CanIngest => Rights.Ingest,
        Need.Read when !rights.CanRead => Rights.Read,
        Need.Acknowledge when !rights.CanAcknowledge => Rights.Acknowledge,
        Need.Acknowledge when !rights.CanRead => Rights.Read,
        Need.Admin when !rights.IsAdmin => Rights.Admin,
        Need.Operator when !rights.IsOperator => Rights.Operator,
        _ => null,
    };

    /// <summary>A gRPC method or a path; null for the endpoints that answer calls of unknown methods.</summary>
    public static string? NameOf(Endpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<GrpcMethodMetadata>() is { } grpc) return grpc.Method.FullName;
        var path = (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "";
        return path.Contains("{unimplemented", StringComparison.Ordinal) ? null : path;
    }
}
