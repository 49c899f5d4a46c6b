using System.Buffers;
using System.Text;
using CallCenter.Server.Kpis;
using CallCenter.V1;
using Google.Protobuf;
using Microsoft.AspNetCore.WebUtilities;

namespace CallCenter.Server.Doors;

/// <summary>
/// A stream as server-sent events. Each has the resume token as its id, so that a browser that reconnects sends it back as
/// Last-Event-ID; its data is one line of JSON. A failure is an event named failure; browsers keep the name error for themselves.
/// </summary>
internal abstract class EventStream<T>(HttpResponse response) : TextStream<T>(response, "text/event-stream")
    where T : class
{
    protected abstract ByteString TokenOf(T message);

    protected abstract string NameOf(T message);

    protected abstract void WriteData(T message, IBufferWriter<byte> text);

    protected override void Write(T message, IBufferWriter<byte> text)
    {
        // A part has no token: a browser that reconnects after it must begin before it.
        if (TokenOf(message) is { Length: > 0 } token)
            Encoding.UTF8.GetBytes($"id: {WebEncoders.Base64UrlEncode(token.Span)}\n", text);
        Encoding.UTF8.GetBytes($"event: {NameOf(message)}\ndata: ", text);
        WriteData(message, text);
        text.Write("\n\n"u8);
    }

    protected override string TextOfFailure(string problem) => $"event: failure\ndata: {problem}\n\n";
}

/// <summary>A subscription as server-sent events.</summary>
internal sealed class EventStream(HttpResponse response) : EventStream<Frame>(response)
{
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

    protected override ByteString TokenOf(Frame message) => message.Shared.ResumeToken;

    protected override string NameOf(Frame message) => SubscriptionMeter.NameOf(message.Shared.Kind);

    protected override void WriteData(Frame message, IBufferWriter<byte> text) => SharedJson.Write(message, text);
}

/// <summary>Alerts as server-sent events, as values are.</summary>
internal sealed class AlertEvents(HttpResponse response) : EventStream<WatchAlertsResponse>(response)
{
    protected override ByteString TokenOf(WatchAlertsResponse message) => message.ResumeToken;

    protected override string NameOf(WatchAlertsResponse message) => message.MessageCase switch
    {
        WatchAlertsResponse.MessageOneofCase.Open => "open",
        WatchAlertsResponse.MessageOneofCase.Changed => "changed",
        _ => "heartbeat",
    };

    protected override void WriteData(WatchAlertsResponse message, IBufferWriter<byte> text)
        => Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(message), text);
}
