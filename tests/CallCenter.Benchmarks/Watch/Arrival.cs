using System.Buffers;
using System.Text;
using CallCenter.V1;
using Google.Protobuf;
using Grpc.Core;

namespace CallCenter.Benchmarks.Watch;

/// <summary>A message of a subscription, of which no more is read than the value of the marker: the client shares the server's
/// cores.</summary>
/// <param name="Kind">Field of the message's kind in <see cref="SubscribeResponse"/>.</param>
/// <param name="Marker">Key of the newest marker that the values include; null when the marker's row did not change.</param>
internal sealed record Arrival(int Bytes, int Kind, long? Marker)
{
    public static readonly Method<byte[], Arrival> Subscribe = MethodOf("callcenter.v1.KpiService");

    private static readonly byte[] MarkerLabel = Encoding.UTF8.GetBytes(WatchFloor.Marker);

    public bool HasValues => Kind != SubscribeResponse.HeartbeatFieldNumber;

    /// <summary>A method Subscribe of this service.</summary>
    public static Method<byte[], Arrival> MethodOf(string service) => new(
        MethodType.ServerStreaming, service, "Subscribe",
        Marshallers.Create(bytes => bytes, bytes => bytes),
        Marshallers.Create<Arrival>((_, _) => throw new NotSupportedException(), context => Of(context.PayloadAsReadOnlySequence())));

    private static Arrival Of(ReadOnlySequence<byte> payload)
    {
        var message = payload.IsSingleSegment ? payload.FirstSpan : payload.ToArray();
        var (kind, at) = (KindOf(message), message.IndexOf(MarkerLabel));
        return new Arrival(message.Length, kind, at < 0 ? null : KeyOf(message[(at + MarkerLabel.Length)..], kind));
    }

    private static int KindOf(ReadOnlySpan<byte> message)
    {
        while (message.Length > 0)
        {
            var tag = ReadVarint(ref message);
            var field = WireFormat.GetTagFieldNumber(tag);
            if (field is SubscribeResponse.SnapshotFieldNumber or SubscribeResponse.UpdateFieldNumber
                or SubscribeResponse.HeartbeatFieldNumber) return field;
            var number = ReadVarint(ref message);
            if (WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited) message = message[(int)number..];
        }
        return 0;
    }

    // The values of a row follow its label: in a snapshot all of them, in an update those that changed with their columns.
    private static long? KeyOf(ReadOnlySpan<byte> rest, int kind)
    {
        if (WireFormat.GetTagFieldNumber(ReadVarint(ref rest)) != KpiRow.ValuesFieldNumber) return null;
        var length = (int)ReadVarint(ref rest);
        var first = rest[..length];
        if (kind == SubscribeResponse.SnapshotFieldNumber) return KeyOf(KpiValue.Parser.ParseFrom(first));
        var changed = ColumnValue.Parser.ParseFrom(first);
        return changed.Column == 0 ? KeyOf(changed.Value) : null;
    }

    private static long? KeyOf(KpiValue value) => value.ValueCase switch
    {
        KpiValue.ValueOneofCase.Count => value.Count,
        KpiValue.ValueOneofCase.Time => value.Time.ToDateTimeOffset().ToUnixTimeMilliseconds(),
        _ => null,
    };

    private static uint ReadVarint(ref ReadOnlySpan<byte> bytes)
    {
        var number = 0u;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[0];
            bytes = bytes[1..];
            number |= (uint)(next & 0x7f) << shift;
            if (next < 0x80) return number;
        }
    }
}
