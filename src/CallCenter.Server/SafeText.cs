using System.Globalization;
using System.Text;

namespace CallCenter.Server;

/// <summary>Text of a peer for a log line or a message: a line break or a mark that reorders text must not forge what it says.</summary>
public static class SafeText
{
    // A log line stays a line; nothing legal is longer.
    private const int LengthMax = 500;

    /// <summary>The text with every control, line separator and direction mark written as \uXXXX, cut at 500 characters.</summary>
    public static string Of(string text)
    {
        if (text.Length <= LengthMax && !text.Any(IsUnsafe)) return text;
        var safe = new StringBuilder();
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, LengthMax)))
        {
            if (IsUnsafe(c)) safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else safe.Append(c);
        }
        return text.Length > LengthMax ? safe.Append('…').ToString() : safe.ToString();
    }

    /// <summary>Controls (C0, DEL, C1), line and paragraph separators and direction marks.</summary>
    public static bool IsUnsafe(char c) => char.IsControl(c) || IsSeparator(c) || IsDirectionMark(c);

    private static bool IsSeparator(char c) => c is '\u2028' or '\u2029';

    private static bool IsDirectionMark(char c)
        => c is '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
