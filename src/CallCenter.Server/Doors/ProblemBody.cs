using System.Text.Json;
using CallCenter.Server.Errors;
using Grpc.Core;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;
using Microsoft.AspNetCore.Http.Features;

namespace CallCenter.Server.Doors;

/// <summary>Middleware that replaces the errors of JSON transcoding, a google.rpc.Status as JSON, by problem details.</summary>
internal sealed class ProblemBody(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        var method = http.GetEndpoint()?.Metadata.GetMetadata<GrpcJsonTranscodingMetadata>()?.MethodDescriptor;
        return method is null or { IsServerStreaming: true } ? next(http) : ReplaceErrorsAsync(http);
    }

    // An answer of a unary call is in memory anyway before its first byte is written.
    private async Task ReplaceErrorsAsync(HttpContext http)
    {
        var original = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var body = new MemoryStream();
        var held = new StreamResponseBodyFeature(body, original);
        http.Features.Set<IHttpResponseBodyFeature>(held);
        try
        {
            await next(http);
            await held.CompleteAsync();
        }
        finally
        {
            http.Features.Set(original);
        }
        if (http.Response.StatusCode >= StatusCodes.Status400BadRequest)
            await Problem.WriteAsync(http, FailureNotes.Of(http) ?? UnreadableRequest(body.ToArray()));
        else
            await http.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), http.RequestAborted);
    }

    // No service has seen the call: its JSON does not fit the message.
    private static RpcException UnreadableRequest(byte[] status)
    {
        using var json = JsonDocument.Parse(status);
        var message = json.RootElement.TryGetProperty("message", out var text) ? text.GetString() : null;
        return RpcErrors.RequestUnreadable($"The request cannot be read: {(message ?? "it is not JSON").TrimEnd('.')}.");
    }
}
