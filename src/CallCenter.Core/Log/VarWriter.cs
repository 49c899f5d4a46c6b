using System.Buffers;
using System.Text;

namespace CallCenter.Core.Log;

/// <summary>Writes the stored forms: variable-length integers (7 bits a byte, low first), zig-zag for signed, UTF-8 with length.</summary>
public sealed class VarWriter(int capacity = 256)
{
    private readonly ArrayBufferWriter<byte> _bytes = new(capacity);

    public int Length => _bytes.WrittenCount;
    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;
    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    public void Byte(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }

    public void Unsigned(ulong value)
    {
        var span = _bytes.GetSpan(10);
        var n = 0;
        while (value >= 0x80)
        {
            span[n++] = (byte)(value | 0x80);
            value >>= 7;
        }
        span[n++] = (byte)value;
        _bytes.Advance(n);
    }

    public void Count(int value) => Unsigned(checked((ulong)value));

    public void Signed(long value) => Unsigned((ulong)((value << 1) ^ (value >> 63)));

    public void Bool(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Count(length);
        Encoding.UTF8.GetBytes(value, _bytes.GetSpan(length));
        _bytes.Advance(length);
    }

    public void Blob(ReadOnlySpan<byte> value)
    {
        Count(value.Length);
        _bytes.Write(value);
    }
}
