using System.Buffers;
using CallCenter.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CallCenter.Server.Kpis;

/// <summary>A message to one subscriber: what all have, and its own tail. A subscription uses the same one for all its messages.</summary>
internal sealed class Frame
{
    public SharedFrame Shared { get; set; } = null!;

    /// <summary>What only this subscriber is sent.</summary>
    public SubscribeResponse Own { get; } = new() { ServerTime = new Timestamp() };

    /// <summary>Writes the shared bytes as they are; protobuf merges the tail behind them into the same message.</summary>
    public static void Write(Frame frame, SerializationContext context)
    {
        var shared = frame.Shared.Bytes;
        context.SetPayloadLength(shared.Length + frame.Own.CalculateSize());
        var writer = context.GetBufferWriter();
        writer.Write(shared);
        frame.Own.WriteTo(writer);
        context.Complete();
    }
}
