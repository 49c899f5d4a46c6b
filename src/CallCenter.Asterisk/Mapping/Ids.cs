using System.Globalization;
using System.Text;

namespace CallCenter.Asterisk;

/// <summary>Names within the 128 bytes that the contract allows.</summary>
internal static class Ids
{
    private const int BytesMax = 128;

    /// <summary>The text, or its beginning and a hash of all of it: an identity must not be cut into another one.</summary>
    public static string Identity(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) <= BytesMax)
            return text;
        var hash = 14695981039346656037UL; // FNV-1a
        foreach (var each in Encoding.UTF8.GetBytes(text))
            hash = (hash ^ each) * 1099511628211UL;
        return Cut(text, BytesMax - 17) + "~" + hash.ToString("x16", CultureInfo.InvariantCulture);
    }

    /// <summary>The text, cut where it is too long.</summary>
    public static string Label(string text) => Cut(text, BytesMax);

    private static string Cut(string text, int bytesMax)
    {
        if (Encoding.UTF8.GetByteCount(text) <= bytesMax)
            return text;
        var length = 0;
        var bytes = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > bytesMax)
                break;
            length += rune.Utf16SequenceLength;
        }
        return text[..length];
    }
}
