using System.Text;
using System.Text.Json;
using CallCenter.V1;
using Grpc.Core;

namespace CallCenter.Server.Doors;

/// <summary>Writes a subscription over plain HTTP as text, each message as soon as it is there.</summary>
internal abstract class TextStream(HttpResponse response, string contentType) : IServerStreamWriter<SubscribeResponse>
{
    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(SubscribeResponse message)
    {
        if (!response.HasStarted) Begin();
        return WriteAsync(TextOf(message));
    }

    /// <summary>Says why the stream ends, after its first message.</summary>
    public Task WriteAsync(RpcException failure)
        => WriteAsync(TextOfFailure(JsonSerializer.Serialize(Problem.Of(failure), JsonSerializerOptions.Web)));

    protected abstract string TextOf(SubscribeResponse message);

    /// <param name="problem">The failure as problem details: JSON without a line break.</param>
    protected abstract string TextOfFailure(string problem);

    private void Begin()
    {
        response.ContentType = contentType;
        response.Headers.CacheControl = "no-store";
        // Proxies of nginx's kind would hold messages back.
        response.Headers["X-Accel-Buffering"] = "no";
    }

    private async Task WriteAsync(string text)
    {
        Encoding.UTF8.GetBytes(text, response.BodyWriter);
        await response.BodyWriter.FlushAsync(response.HttpContext.RequestAborted);
    }
}

/// <summary>A subscription as lines of JSON: each message, and a problem if it fails.</summary>
internal sealed class JsonLines(HttpResponse response) : TextStream(response, "application/json; charset=utf-8")
{
    protected override string TextOf(SubscribeResponse message) => $"{SharedJson.Of(message)}\n";

    protected override string TextOfFailure(string problem) => $"{problem}\n";
}
