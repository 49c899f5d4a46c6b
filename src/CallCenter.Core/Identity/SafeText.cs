using System.Globalization;
using System.Text;

namespace CallCenter.Core.Identity;

/// <summary>Outside text, safe in a log line, a message or a table: a line break or a direction mark cannot forge the rest.</summary>
public static class SafeText
{
    // A log line stays a line; no legal name is longer.
    private const int LengthMax = 500;

    /// <summary>The text with its unsafe characters escaped, cut after 500 characters.</summary>
    public static string Of(string text)
    {
        if (text.Length <= LengthMax) return Escape(text);
        var length = char.IsHighSurrogate(text[LengthMax - 1]) ? LengthMax - 1 : LengthMax;
        return Escape(text[..length]) + "…";
    }

    /// <summary>The whole text with its unsafe characters written as \uXXXX.</summary>
    public static string Escape(string text)
    {
        if (!text.Any(IsUnsafe)) return text;
        var safe = new StringBuilder();
        foreach (var c in text)
        {
            if (IsUnsafe(c)) safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else safe.Append(c);
        }
        return safe.ToString();
    }

    /// <summary>Controls (C0, DEL, C1), line and paragraph separators and direction marks.</summary>
    public static bool IsUnsafe(char c) => char.IsControl(c) || IsSeparator(c) || IsDirectionMark(c);

    private static bool IsSeparator(char c) => c is '\u2028' or '\u2029';

    private static bool IsDirectionMark(char c)
        => c is '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
