using CallCenter.Server.Hosting;
using CallCenter.V1;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Extensions;
using Microsoft.OpenApi.Models;
using Scalar.AspNetCore;
using Swashbuckle.AspNetCore.Swagger;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace CallCenter.Server.Doors;

/// <summary>
/// The addresses over HTTP as an OpenAPI document (/openapi/v1.json), generated from the protos, and a page that shows it (/docs), which
/// loads nothing from elsewhere.
/// </summary>
internal static class OpenApiDoors
{
    private const string DocumentName = "v1";
    private const string DocumentPath = "/openapi/v1.json";
    private const string PagePath = "/docs";

    public static void AddOpenApiDoors(this IServiceCollection services)
    {
        services.AddGrpcSwagger();
        services.AddSingleton<OpenApiText>();
        services.AddSwaggerGen(Describe);
    }

    public static void MapOpenApiDoors(this IEndpointRouteBuilder doors)
    {
        if (!doors.ServiceProvider.GetRequiredService<ServerOptions>().ServesDocs) return;
        doors.MapGet(DocumentPath, (OpenApiText text) => Results.Text(text.Json, "application/json"));
        doors.MapScalarApiReference(PagePath, page => page
            .WithTitle("CallCenterGrpc")
            .WithOpenApiRoutePattern(DocumentPath)
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp()
            // They lead to services of others.
            .HideDeveloperTools()
            .HideClientButton());
    }

    private static void Describe(SwaggerGenOptions document)
    {
        document.SwaggerDoc(DocumentName, new OpenApiInfo
        {
            Title = "CallCenterGrpc",
            Version = DocumentName,
            Description = "Events of a contact centre in, KPIs out. The same services as over gRPC.",
        });
        // The protos' comments, as the generated code has them; a host without the file has a document without descriptions.
        var comments = Path.ChangeExtension(typeof(KpiRef).Assembly.Location, ".xml");
        if (File.Exists(comments))
        {
            document.IncludeXmlComments(comments);
            document.IncludeGrpcXmlComments(comments);
        }
        // JSON has them as strings; see AddJsonDoors.
        document.MapType<long>(() => new OpenApiSchema { Type = "string", Format = "int64" });
        // What transcoding would answer to a failed call by itself, before ProblemBody replaces it.
        document.MapType<Google.Rpc.Status>(() => ProblemResponses.Reference);
        document.DocumentFilter<OwnAddresses>();
        document.DocumentFilter<ProblemResponses>();
        document.DocumentFilter<OperationTexts>();
    }

    /// <summary>The document, written once: it depends on the program only.</summary>
    internal sealed class OpenApiText(IServiceProvider services)
    {
        private readonly Lazy<string> _json = new(() => services.GetRequiredService<ISwaggerProvider>()
            .GetSwagger(DocumentName).SerializeAsJson(OpenApiSpecVersion.OpenApi3_0));

        public string Json => _json.Value;
    }
}
