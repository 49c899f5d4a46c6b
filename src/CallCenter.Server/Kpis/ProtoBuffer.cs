using System.Buffers.Binary;
using System.Text;
using Google.Protobuf;

namespace CallCenter.Server.Kpis;

/// <summary>Writes fields of protobuf messages one behind the other, without an object for each message. A nested message is begun and
/// ended; its length is put in afterwards.</summary>
internal sealed class ProtoBuffer
{
    private const int VarintMax = 10;

    private byte[] _bytes = new byte[1024];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    /// <summary>A field of any integer type; the default is written too.</summary>
    public void Integer(int field, long value)
    {
        Varint(Tag(field, WireFormat.WireType.Varint));
        Varint((ulong)value);
    }

    public void Double(int field, double value)
    {
        Varint(Tag(field, WireFormat.WireType.Fixed64));
        BinaryPrimitives.WriteDoubleLittleEndian(Room(sizeof(double)), value);
        Length += sizeof(double);
    }

    public void Text(int field, string text)
    {
        var start = Begin(field);
        var room = Room(Encoding.UTF8.GetMaxByteCount(text.Length));
        Length += Encoding.UTF8.GetBytes(text, room);
        End(start);
    }

    public void Bytes(int field, ReadOnlySpan<byte> bytes)
    {
        Varint(Tag(field, WireFormat.WireType.LengthDelimited));
        Varint((uint)bytes.Length);
        bytes.CopyTo(Room(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>All fields of a message.</summary>
    public void Fields(IMessage message)
    {
        var size = message.CalculateSize();
        message.WriteTo(Room(size)[..size]);
        Length += size;
    }

    /// <summary>Begins a nested message.</summary>
    /// <returns>For <see cref="End"/>.</returns>
    public int Begin(int field)
    {
        Varint(Tag(field, WireFormat.WireType.LengthDelimited));
        Room(1);
        // Most are shorter than 128 bytes, whose length is one byte.
        return ++Length;
    }

    public void End(int start)
    {
        var size = Length - start;
        var bytes = VarintSize((uint)size);
        if (bytes > 1)
        {
            Room(VarintMax);
            _bytes.AsSpan(start, size).CopyTo(_bytes.AsSpan(start + bytes - 1));
        }
        Length = start - 1;
        Varint((uint)size);
        Length += size;
    }

    private static ulong Tag(int field, WireFormat.WireType type) => WireFormat.MakeTag(field, type);

    private static int VarintSize(uint value) => 1 + (31 - System.Numerics.BitOperations.LeadingZeroCount(value | 1)) / 7;

    private void Varint(ulong value)
    {
        var room = Room(VarintMax);
        var i = 0;
        for (; value >= 0x80; value >>= 7) room[i++] = (byte)(value | 0x80);
        room[i++] = (byte)value;
        Length += i;
    }

    private Span<byte> Room(int size)
    {
        if (_bytes.Length - Length < size) Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, Length + size));
        return _bytes.AsSpan(Length);
    }
}
