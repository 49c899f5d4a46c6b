using CallCenter.Core.Encoding;

namespace CallCenter.Core.Log;

/// <summary>Values of floor items in containers of format 1, which leave the leading format number out.</summary>
public static class FloorItemForm
{
    /// <summary>The value with its format number.</summary>
    /// <param name="format">Format of the container.</param>
    public static byte[] Complete(ReadOnlySpan<byte> stored, int format)
    {
        if (format != 1) return stored.ToArray();
        var value = new byte[1 + stored.Length];
        value[0] = 1;
        stored.CopyTo(value.AsSpan(1));
        return value;
    }

    /// <summary>The value as a container of this format holds it.</summary>
    public static byte[] Stored(byte[] value, int format)
    {
        if (format != 1) return value;
        return FormatOf(value) == 1 ? value[1..] : throw new InvalidOperationException("An item of format 2 has no place in format 1.");
    }

    public static int FormatOf(ReadOnlySpan<byte> value) => value.IsEmpty ? throw new StoredFormException("a stored item is empty")
        : value[0];
}
