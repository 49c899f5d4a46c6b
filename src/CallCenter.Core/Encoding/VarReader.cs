
namespace CallCenter.Core.Encoding;

/// <summary>Reads what <see cref="VarWriter"/> wrote; throws <see cref="StoredFormException"/> on anything else.</summary>
public ref struct VarReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public readonly bool AtEnd => At == _bytes.Length;

    /// <summary>Number of bytes read.</summary>
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
        throw new StoredFormException("a stored number is longer than 10 bytes.");
    }

    /// <summary>Skips this number of numbers.</summary>
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
        return value <= int.MaxValue ? (int)value : throw new StoredFormException("a stored count is out of range.");
    }

    /// <summary>A count of things that follow, each of at least <paramref name="bytesEach"/> bytes: never more than the rest can
    /// hold.</summary>
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

    /// <summary>The content between <see cref="VarWriter.BeginPart"/> and <see cref="VarWriter.EndPart"/>. Bytes that its reader leaves
    /// unread are skipped.</summary>
    public VarReader Part() => new(Blob());

    public string Text() => System.Text.Encoding.UTF8.GetString(Blob());

    public ReadOnlySpan<byte> Blob() => Bytes(Count());

    public ReadOnlySpan<byte> Bytes(int length)
    {
        if (length > _bytes.Length - At) throw EndsTooEarly();
        var value = _bytes.Slice(At, length);
        At += length;
        return value;
    }

    private static StoredFormException EndsTooEarly() => new("a stored record ends too early.");
}
