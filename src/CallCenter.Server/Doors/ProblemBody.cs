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
        if (http.GetEndpoint()?.Metadata.GetMetadata<GrpcJsonTranscodingMetadata>() is null) return next(http);
        if (!JsonBody.IsUtf8(http.Request)) return Problem.WriteAsync(http, Unreadable(JsonBody.OtherEncoding));
        // Transcoding answers in the charset of the request, and fails on one in quotes.
        http.Request.ContentType = http.Request.ContentType?.Split(';')[0];
        return ReplaceErrorsAsync(http);
    }

    private async Task ReplaceErrorsAsync(HttpContext http)
    {
        var original = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var hold = new ErrorHold(http.Response, original.Stream);
        var body = new StreamResponseBodyFeature(hold, original);
        http.Features.Set<IHttpResponseBodyFeature>(body);
        try
        {
            await next(http);
            await body.CompleteAsync();
        }
        finally
        {
            http.Features.Set(original);
        }
        if (!http.Response.HasStarted && http.Response.StatusCode >= StatusCodes.Status400BadRequest)
            await Problem.WriteAsync(http, FailureNotes.Of(http) ?? UnreadableRequest(hold.Held));
    }

    // No service has seen the call: its JSON does not fit the message.
    private static RpcException UnreadableRequest(byte[] status) => Unreadable(MessageIn(status) ?? "it is not JSON");

    private static RpcException Unreadable(string reason)
        => RpcErrors.RequestUnreadable($"The request cannot be read: {reason.TrimEnd('.')}.");

    private static string? MessageIn(byte[] status)
    {
        try
        {
            using var json = JsonDocument.Parse(status);
            return json.RootElement.TryGetProperty("message", out var text) ? text.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
