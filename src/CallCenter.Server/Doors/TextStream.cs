using System.Buffers;
using System.Text;
using System.Text.Json;
using CallCenter.Server.Errors;
using CallCenter.Server.Kpis;
using CallCenter.V1;
using Grpc.Core;

namespace CallCenter.Server.Doors;

/// <summary>Writes a stream over plain HTTP as text, each message as soon as it is there.</summary>
internal abstract class TextStream<T>(HttpResponse response, string contentType) : IServerStreamWriter<T>
    where T : class
{
    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(T message)
    {
        if (!response.HasStarted) Begin();
        Write(message, response.BodyWriter);
        return FlushAsync();
    }

    /// <summary>Runs a call that writes its messages here, and says why it fails.</summary>
    public async Task RunAsync<TRequest>(
        HttpCall call, Func<TRequest> read, Func<TRequest, IServerStreamWriter<T>, ServerCallContext, Task> handle) where TRequest : class
    {
        var http = response.HttpContext;
        try
        {
            await call.StreamAsync(read, this, handle);
        }
        catch (RpcException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; nobody reads the reason.
        }
        catch (RpcException e) when (RpcErrors.ReasonOf(e) == RpcErrors.NameOf(ErrorReason.UpdatesUnread))
        {
            // Nothing can be written behind a message that nobody reads.
            http.Abort();
        }
        catch (RpcException e)
        {
            await (response.HasStarted ? EndAsync(e) : Problem.WriteAsync(http, e));
        }
    }

    private Task EndAsync(RpcException failure)
    {
        var problem = JsonSerializer.Serialize(Problem.Of(failure), JsonSerializerOptions.Web);
        Encoding.UTF8.GetBytes(TextOfFailure(problem), response.BodyWriter);
        return FlushAsync();
    }

    protected abstract void Write(T message, IBufferWriter<byte> text);

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
internal sealed class JsonLines(HttpResponse response) : TextStream<Frame>(response, "application/json; charset=utf-8")
{
    protected override void Write(Frame message, IBufferWriter<byte> text)
    {
        SharedJson.Write(message, text);
        text.Write("\n"u8);
    }

    protected override string TextOfFailure(string problem) => $"{problem}\n";
}
