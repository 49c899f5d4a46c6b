using Microsoft.OpenApi.Models;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace CallCenter.Server.Doors;

/// <summary>Makes the first sentence of an operation's text its summary, which pages show in lists.</summary>
internal sealed class OperationTexts : IDocumentFilter
{
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        foreach (var operation in swaggerDoc.Paths.Values.SelectMany(path => path.Operations.Values))
        {
            if (operation.Summary is not { } text) continue;
            var end = text.IndexOfAny(['.', ':']);
            if (end < 0 || end == text.Length - 1) continue;
            (operation.Summary, operation.Description) = (text[..end], text);
        }
    }
}
