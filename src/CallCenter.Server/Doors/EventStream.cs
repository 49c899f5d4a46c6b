using System.Text;
using System.Text.Json;
using CallCenter.V1;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.WebUtilities;

namespace CallCenter.Server.Doors;

/// <summary>
/// Writes a subscription as server-sent events. Each has the resume token as its id, so that a browser that reconnects sends it back as
/// Last-Event-ID; its data is one line of JSON.
/// </summary>
internal sealed class EventStream(HttpResponse response) : IServerStreamWriter<SubscribeResponse>
{
    public WriteOptions? WriteOptions { get; set; }

    /// <summary>The token in the id of an event; empty for one that this server did not make.</summary>
    public static ByteString TokenOf(string? id)
    {
        try
        {
            return string.IsNullOrEmpty(id) ? ByteString.Empty : ByteString.CopyFrom(WebEncoders.Base64UrlDecode(id));
        }
        catch (FormatException)
        {
            return ByteString.Empty;
        }
    }

    public Task WriteAsync(SubscribeResponse message)
    {
        if (!response.HasStarted) Begin();
        var kind = message.MessageCase.ToString().ToLowerInvariant();
        var id = WebEncoders.Base64UrlEncode(message.ResumeToken.Span);
        // A part has no token: a browser that reconnects after it must begin before it.
        var name = id.Length > 0 ? $"id: {id}\n" : "";
        return WriteEventAsync($"{name}event: {kind}\ndata: {SharedJson.Of(message)}\n\n");
    }

    /// <summary>Says why the stream ends, as an event named failure; browsers keep the name error for themselves.</summary>
    public Task WriteAsync(RpcException failure)
        => WriteEventAsync($"event: failure\ndata: {JsonSerializer.Serialize(Problem.Of(failure), JsonSerializerOptions.Web)}\n\n");

    private void Begin()
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        // Proxies of nginx's kind would hold events back.
        response.Headers["X-Accel-Buffering"] = "no";
    }

    private async Task WriteEventAsync(string text)
    {
        Encoding.UTF8.GetBytes(text, response.BodyWriter);
        await response.BodyWriter.FlushAsync(response.HttpContext.RequestAborted);
    }
}
