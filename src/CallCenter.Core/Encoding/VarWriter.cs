using System.Numerics;

namespace CallCenter.Core.Encoding;

/// <summary>Writes the stored forms: variable-length integers (7 bits a byte, low first), zig-zag for signed, UTF-8 with length.</summary>
public sealed class VarWriter(int capacity = 256)
{
    private byte[] _bytes = GC.AllocateUninitializedArray<byte>(capacity);

    public int Length { get; private set; }
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);
    public byte[] ToArray() => _bytes.AsSpan(0, Length).ToArray();

    /// <summary>Number of bytes that <see cref="Unsigned"/> and <see cref="Count"/> write.</summary>
    public static int LengthOf(ulong value) => (BitOperations.Log2(value | 1) + 7) / 7;

    /// <summary>Forgets what was written and keeps the memory.</summary>
    public void Clear() => Length = 0;

    /// <summary>Forgets what was written after this length.</summary>
    public void Truncate(int length) => Length = length;

    public void Byte(byte value)
    {
        Reserve(1);
        _bytes[Length++] = value;
    }

    public void Unsigned(ulong value)
    {
        Reserve(10);
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
        var length = System.Text.Encoding.UTF8.GetByteCount(value);
        Count(length);
        Reserve(length);
        Length += System.Text.Encoding.UTF8.GetBytes(value, _bytes.AsSpan(Length));
    }

    public void Blob(ReadOnlySpan<byte> value)
    {
        Count(value.Length);
        Reserve(value.Length);
        value.CopyTo(_bytes.AsSpan(Length));
        Length += value.Length;
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Reserve(value.Length);
        value.CopyTo(_bytes.AsSpan(Length));
        Length += value.Length;
    }

    /// <summary>Begins a part whose length stands before it.</summary>
    /// <returns>Where it begins, for <see cref="EndPart"/>.</returns>
    public int BeginPart()
    {
        Reserve(1);
        return Length++;
    }

    public void EndPart(int begin)
    {
        var start = begin + 1;
        var length = Length - start;
        if (length < 0x80)
        {
            _bytes[begin] = (byte)length;
            return;
        }
        var lengthBytes = LengthOf((ulong)length);
        Reserve(lengthBytes - 1);
        _bytes.AsSpan(start, length).CopyTo(_bytes.AsSpan(begin + lengthBytes));
        Length = begin;
        Count(length);
        Length += length;
    }

    private void Reserve(int count)
    {
        if (Length + count > _bytes.Length) Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, Length + count));
    }
}
