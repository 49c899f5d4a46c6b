using System.Text;

namespace CallCenter.Core.Log;

/// <summary>Reads what <see cref="VarWriter"/> wrote; throws <see cref="StoredFormException"/> on anything else.</summary>
public ref struct VarReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public readonly bool AtEnd => At == _bytes.Length;

    /// <summary>How many bytes were read.</summary>
    public int At { get; private set; }

    public byte Byte()
    {
        if (AtEnd) throw EndsTooEarly();
        return _bytes[At++];
    }

    public ulong Unsigned()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var b = Byte();
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) return value;
        }
        throw new StoredFormException("A stored number is longer than 10 bytes.");
    }

    /// <summary>Passes over so many numbers.</summary>
    public void Skip(int numbers)
    {
        for (; numbers > 0; numbers--)
        {
            while (Byte() >= 0x80) { }
        }
    }

    public int Count()
    {
        var value = Unsigned();
        return value <= int.MaxValue ? (int)value : throw new StoredFormException("A stored count is out of range.");
    }

    /// <summary>A count of things that follow, each of at least so many bytes: never more than there can be.</summary>
    public int CountOf(int bytesEach)
    {
        var count = Count();
        return count <= (_bytes.Length - At) / bytesEach ? count : throw EndsTooEarly();
    }

    public long Signed()
    {
        var value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public bool Bool() => Byte() != 0;

    public string Text() => Encoding.UTF8.GetString(Blob());

    public ReadOnlySpan<byte> Blob() => Bytes(Count());

    public ReadOnlySpan<byte> Bytes(int length)
    {
        if (length > _bytes.Length - At) throw EndsTooEarly();
        var value = _bytes.Slice(At, length);
        At += length;
        return value;
    }

    private static StoredFormException EndsTooEarly() => new("A stored record ends too early.");
}

/// <summary>Stored bytes are not what this version writes: damaged, or of another version.</summary>
public sealed class StoredFormException(string message) : Exception(message);
