using System.Text;

namespace CallCenter.Cli;

/// <summary>Makes text of others safe for a terminal: a queue's name must not move the cursor.</summary>
internal static class Printable
{
    public static string Of(string text)
    {
        if (!text.Any(MustHide))
            return text;
        var shown = new StringBuilder();
        foreach (char c in text)
            shown.Append(MustHide(c) ? '\uFFFD' : c);
        return shown.ToString();
    }

    // Controls, and the marks that reorder or hide the text after them.
    private static bool MustHide(char c) => char.IsControl(c) || c is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069';
}
