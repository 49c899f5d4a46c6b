using System.Buffers;
using System.Text;
using System.Text.Json;
using CallCenter.Server.Kpis;
using Grpc.Core;

namespace CallCenter.Server.Doors;

/// <summary>Writes a subscription over plain HTTP as text, each message as soon as it is there.</summary>
internal abstract class TextStream(HttpResponse response, string contentType) : IServerStreamWriter<Frame>
{
    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(Frame message)
    {
        if (!response.HasStarted) Begin();
        Write(message, response.BodyWriter);
        return FlushAsync();
    }

    /// <summary>Says why the stream ends, after its first message.</summary>
    public Task WriteAsync(RpcException failure)
    {
        var problem = JsonSerializer.Serialize(Problem.Of(failure), JsonSerializerOptions.Web);
        Encoding.UTF8.GetBytes(TextOfFailure(problem), response.BodyWriter);
        return FlushAsync();
    }

    protected abstract void Write(Frame message, IBufferWriter<byte> text);

    /// <param name="problem">The failure as problem details: JSON without a line break.</param>
    protected abstract string TextOfFailure(string problem);

    private void Begin()
    {
        response.ContentType = contentType;
        response.Headers.CacheControl = "no-store";
        // Proxies of nginx's kind would hold messages back.
        response.Headers["X-Accel-Buffering"] = "no";
    }

    private Task FlushAsync()
    {
        var flushing = response.BodyWriter.FlushAsync(response.HttpContext.RequestAborted);
        return flushing.IsCompletedSuccessfully ? Task.CompletedTask : flushing.AsTask();
    }
}

/// <summary>A subscription as lines of JSON: each message, and a problem if it fails.</summary>
internal sealed class JsonLines(HttpResponse response) : TextStream(response, "application/json; charset=utf-8")
{
    protected override void Write(Frame message, IBufferWriter<byte> text)
    {
        SharedJson.Write(message, text);
        text.Write("\n"u8);
    }

    protected override string TextOfFailure(string problem) => $"{problem}\n";
}
