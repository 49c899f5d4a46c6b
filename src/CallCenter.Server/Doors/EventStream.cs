using System.Buffers;
using System.Text;
using CallCenter.Server.Kpis;
using Google.Protobuf;
using Microsoft.AspNetCore.WebUtilities;

namespace CallCenter.Server.Doors;

/// <summary>
/// A subscription as server-sent events. Each has the resume token as its id, so that a browser that reconnects sends it back as
/// Last-Event-ID; its data is one line of JSON. A failure is an event named failure; browsers keep the name error for themselves.
/// </summary>
internal sealed class EventStream(HttpResponse response) : TextStream(response, "text/event-stream")
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

    protected override void Write(Frame message, IBufferWriter<byte> text)
    {
        // A part has no token: a browser that reconnects after it must begin before it.
        if (message.Shared.ResumeToken is { Length: > 0 } token)
            Encoding.UTF8.GetBytes($"id: {WebEncoders.Base64UrlEncode(token.Span)}\n", text);
        Encoding.UTF8.GetBytes($"event: {SubscriptionMeter.NameOf(message.Shared.Kind)}\ndata: ", text);
        SharedJson.Write(message, text);
        text.Write("\n\n"u8);
    }

    protected override string TextOfFailure(string problem) => $"event: failure\ndata: {problem}\n\n";
}
