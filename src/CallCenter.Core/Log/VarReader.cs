using System.Text;

namespace CallCenter.Core.Log;

/// <summary>Reads what <see cref="VarWriter"/> wrote; throws <see cref="StoredFormException"/> on anything else.</summary>
public ref struct VarReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool AtEnd => _rest.IsEmpty;

    public byte Byte()
    {
        if (_rest.IsEmpty) throw new StoredFormException("A stored record ends too early.");
        var value = _rest[0];
        _rest = _rest[1..];
        return value;
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

    public int Count()
    {
        var value = Unsigned();
        return value <= int.MaxValue ? (int)value : throw new StoredFormException("A stored count is out of range.");
    }

    /// <summary>A count of things that follow, each of at least so many bytes: never more than there can be.</summary>
    public int CountOf(int bytesEach)
    {
        var count = Count();
        return count <= _rest.Length / bytesEach ? count : throw new StoredFormException("A stored record ends too early.");
    }

    public long Signed()
    {
        var value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public bool Bool() => Byte() != 0;

    public string Text() => Encoding.UTF8.GetString(Blob());

    public ReadOnlySpan<byte> Blob()
    {
        var length = Count();
        if (length > _rest.Length) throw new StoredFormException("A stored record ends too early.");
        var value = _rest[..length];
        _rest = _rest[length..];
        return value;
    }
}

/// <summary>Stored bytes are not what this version writes: damaged, or of another version.</summary>
public sealed class StoredFormException(string message) : Exception(message);
