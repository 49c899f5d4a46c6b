using CallCenter.Core.Identity;

namespace CallCenter.Cli;

/// <summary>Makes text of others safe for a terminal: a queue's name must not move the cursor or reorder the line.</summary>
internal static class Printable
{
    /// <summary>The text with controls, line separators and direction marks written as \uXXXX.</summary>
    public static string Of(string text) => SafeText.Escape(text);
}
