using System.Buffers;
using System.Globalization;
using System.Text;
using Utf8Bytes = System.Text.Unicode.Utf8;

namespace CallCenter.Asterisk;

/// <summary>
/// Values as text. Asterisk passes on the bytes of its configuration and of callers, which need not be UTF-8. Then they are read in a
/// legacy encoding when one is set, else each odd byte becomes \xHH, so that names that differ stay different.
/// </summary>
public sealed class AmiText
{
    /// <summary>UTF-8, all else escaped.</summary>
    public static readonly AmiText Utf8 = new(null);

    private readonly Encoding? _legacy;

    private AmiText(Encoding? legacy) => _legacy = legacy;

    /// <summary>UTF-8, and the legacy encoding for what is none.</summary>
    /// <param name="legacy">Name of an encoding that keeps ASCII, such as windows-1251, koi8-r or iso-8859-1.</param>
    /// <exception cref="ArgumentException">There is no such encoding, or it is not one of single bytes.</exception>
    public static AmiText Of(string legacy)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(legacy) ?? Encoding.GetEncoding(legacy);
        return encoding.IsSingleByte
            ? new AmiText(encoding)
            : throw new ArgumentException($"'{legacy}' is not an encoding of single bytes.", nameof(legacy));
    }

    /// <summary>The bytes as text; control characters are escaped, too, since no name may contain them.</summary>
    public string Read(ReadOnlySpan<byte> bytes)
    {
        if (Ascii.IsValid(bytes))
            return bytes.ContainsAnyInRange((byte)0, (byte)0x1f) ? Escape(bytes) : Encoding.ASCII.GetString(bytes);
        var isPlain = !bytes.ContainsAnyInRange((byte)0, (byte)0x1f);
        if (isPlain && Utf8Bytes.IsValid(bytes))
            return Encoding.UTF8.GetString(bytes);
        if (isPlain && Uncut(bytes) is { Length: > 0 } whole)
            return Encoding.UTF8.GetString(whole);
        return isPlain && _legacy is not null ? _legacy.GetString(bytes) : Escape(bytes);
    }

    /// <summary>UTF-8 with a piece of a character at its end, as a buffer of Asterisk cuts it: the part before. Else nothing.</summary>
    private static ReadOnlySpan<byte> Uncut(ReadOnlySpan<byte> bytes)
    {
        var start = bytes.Length - 1;
        while (start > 0 && bytes.Length - start < 3 && (bytes[start] & 0xC0) == 0x80)
            start--;
        var whole = bytes[..start];
        // Without another character of several bytes before it, an odd last byte is as likely one of a legacy encoding.
        var isCut = Rune.DecodeFromUtf8(bytes[start..], out _, out _) == OperationStatus.NeedMoreData;
        return isCut && !Ascii.IsValid(whole) && Utf8Bytes.IsValid(whole) ? whole : default;
    }

    private static string Escape(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length * 4);
        while (!bytes.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(bytes, out var rune, out var count);
            // A backslash, too: or an escaped byte and those four characters would be the same.
            if (status == OperationStatus.Done && rune.Value is >= 0x20 and not '\\' and not 0x7f)
                text.Append(rune.ToString());
            else
                foreach (var each in bytes[..count])
                    text.Append(CultureInfo.InvariantCulture, $"\\x{each:X2}");
            bytes = bytes[count..];
        }
        return text.ToString();
    }
}
