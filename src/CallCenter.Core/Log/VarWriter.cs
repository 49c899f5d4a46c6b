using System.Text;

namespace CallCenter.Core.Log;

/// <summary>Writes the stored forms: variable-length integers (7 bits a byte, low first), zig-zag for signed, UTF-8 with length.</summary>
public sealed class VarWriter(int capacity = 256)
{
    private byte[] _bytes = new byte[capacity];

    public int Length { get; private set; }
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);
    public byte[] ToArray() => _bytes.AsSpan(0, Length).ToArray();

    /// <summary>Forgets what was written and keeps the room.</summary>
    public void Clear() => Length = 0;

    public void Byte(byte value)
    {
        MakeRoom(1);
        _bytes[Length++] = value;
    }

    public void Unsigned(ulong value)
    {
        MakeRoom(10);
        while (value >= 0x80)
        {
            _bytes[Length++] = (byte)(value | 0x80);
            value >>= 7;
        }
        _bytes[Length++] = (byte)value;
    }

    public void Count(int value) => Unsigned(checked((ulong)value));

    public void Signed(long value) => Unsigned((ulong)((value << 1) ^ (value >> 63)));

    public void Bool(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Count(length);
        MakeRoom(length);
        Length += Encoding.UTF8.GetBytes(value, _bytes.AsSpan(Length));
    }

    public void Blob(ReadOnlySpan<byte> value)
    {
        Count(value.Length);
        MakeRoom(value.Length);
        value.CopyTo(_bytes.AsSpan(Length));
        Length += value.Length;
    }

    private void MakeRoom(int count)
    {
        if (Length + count > _bytes.Length) Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, Length + count));
    }
}
