using CallCenter.Server.Errors;
using CallCenter.V1;
using Microsoft.OpenApi.Models;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace CallCenter.Server.Doors;

/// <summary>Describes failures and credentials in the OpenAPI document: every address fails in one way (<see cref="Problem"/>).</summary>
internal sealed class ProblemResponses : IDocumentFilter
{
    private const string SchemaName = "Problem", Scheme = "bearer";

    public static OpenApiSchema Reference => new() { Reference = new OpenApiReference { Type = ReferenceType.Schema, Id = SchemaName } };

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        swaggerDoc.Components.Schemas[SchemaName] = Schema();
        foreach (var operation in swaggerDoc.Paths.Values.SelectMany(path => path.Operations.Values))
            operation.Responses["default"] = Response();
        swaggerDoc.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = Scheme,
            Description = "A key (ccg keys create) or a token, where the server asks for credentials.",
        };
        // Either of them: a server without configured credentials asks for none.
        var reference = new OpenApiReference { Type = ReferenceType.SecurityScheme, Id = Scheme };
        swaggerDoc.SecurityRequirements = [new(), new() { [new OpenApiSecurityScheme { Reference = reference }] = [] }];
    }

    private static OpenApiResponse Response() => new()
    {
        Description = "The call failed.",
        Content = { ["application/problem+json"] = new OpenApiMediaType { Schema = Reference } },
    };

    private static OpenApiSchema Schema() => new()
    {
        Type = "object",
        Description = "A failed call (RFC 9457).",
        Properties =
        {
            ["type"] = Text("A page about the HTTP status."),
            ["title"] = Text("As reason; the name of a gRPC code where there is none."),
            ["status"] = new OpenApiSchema { Type = "integer", Format = "int32", Description = "The HTTP status." },
            ["detail"] = Text("For people: what is wrong and what to do."),
            ["reason"] = Text($"For programs; may grow: {string.Join(", ", Reasons())}."),
            ["metadata"] = Texts("The variables of the detail."),
            ["fields"] = List("Every wrong field of the request.", ("field", Text("Its name.")), ("description", Text("What is wrong."))),
            ["rejections"] = List("Events that were not counted.",
                ("sequence", new OpenApiSchema { Type = "integer", Format = "int64", Description = "Position in the request, from 1." }),
                ("reason", Text("As above.")), ("message", Text("For people.")), ("metadata", Texts("The variables of the message."))),
        },
    };

    private static IEnumerable<string> Reasons()
        => Enum.GetValues<ErrorReason>().Where(reason => reason != ErrorReason.Unspecified).Select(RpcErrors.NameOf).Order();

    private static OpenApiSchema Text(string description) => new() { Type = "string", Description = description };

    private static OpenApiSchema Texts(string description)
        => new() { Type = "object", Description = description, AdditionalProperties = new OpenApiSchema { Type = "string" } };

    private static OpenApiSchema List(string description, params (string Name, OpenApiSchema Schema)[] members) => new()
    {
        Type = "array",
        Description = description,
        Items = new OpenApiSchema { Type = "object", Properties = members.ToDictionary(member => member.Name, member => member.Schema) },
    };
}
