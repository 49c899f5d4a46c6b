using System.Buffers;
using System.Text;
using CallCenter.Server.Kpis;
using Google.Protobuf;

namespace CallCenter.Server.Doors;

/// <summary>Messages to subscribers as JSON. What many of them share is formatted once. Safe for several threads.</summary>
internal static class SharedJson
{
    /// <summary>Writes one line of JSON, in which no name can hold a line break.</summary>
    public static void Write(Frame message, IBufferWriter<byte> text)
    {
        text.Write(message.Shared.FormOf(Format));
        text.Write(","u8);
        Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(message.Own).AsSpan(1), text);
    }

    // Without its end, before which the subscriber's own fields come. There is always a field: the moment.
    private static byte[] Format(SharedFrame shared)
    {
        var message = shared.ToMessage();
        DisplayTexts.Add(message);
        return Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(message)[..^1]);
    }
}
