using System.Globalization;
using System.Text;
using CallCenter.Core.Identity;
using Google.Protobuf;

namespace CallCenter.Cli;

/// <summary>
/// Messages as protobuf's own JSON: field names in camelCase, 64-bit numbers and times as strings. Controls and marks that could forge
/// what a terminal shows are escaped, which readers of JSON undo.
/// </summary>
internal static class JsonText
{
    private static readonly JsonFormatter Indented = new(JsonFormatter.Settings.Default.WithIndentation());

    /// <summary>Over several lines, for people.</summary>
    public static string Page(IMessage message) => Escape(Indented.Format(message));

    /// <summary>On one line, for streams.</summary>
    public static string Line(IMessage message) => Escape(JsonFormatter.Default.Format(message));

    /// <summary>JSON of a formatter that escapes controls: line breaks that are left stand between values.</summary>
    internal static string Escape(string json)
    {
        if (!json.Any(MustEscape)) return json;
        var safe = new StringBuilder();
        foreach (char c in json)
        {
            if (MustEscape(c)) safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else safe.Append(c);
        }
        return safe.ToString();
    }

    private static bool MustEscape(char c) => c is not ('\n' or '\r') && SafeText.IsUnsafe(c);
}
