using Google.Protobuf;

namespace CallCenter.Cli;

/// <summary>Messages as protobuf's own JSON: field names in camelCase, 64-bit numbers and times as strings.</summary>
internal static class JsonText
{
    private static readonly JsonFormatter Indented = new(JsonFormatter.Settings.Default.WithIndentation());

    /// <summary>Over several lines, for people.</summary>
    public static string Page(IMessage message) => Indented.Format(message);

    /// <summary>On one line, for streams.</summary>
    public static string Line(IMessage message) => JsonFormatter.Default.Format(message);
}
