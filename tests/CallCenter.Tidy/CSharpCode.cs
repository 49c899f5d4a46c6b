using System.Text;

namespace CallCenter.Tidy;

/// <summary>C# text with comments and literals blanked out, so that what remains can be searched and its braces counted.</summary>
internal static class CSharpCode
{
    public static string Blank(string text)
    {
        var code = new StringBuilder(text);
        for (var i = 0; i < text.Length;)
        {
            var end = EndOfBlank(text, i);
            for (var k = i; k < end; k++)
            {
                if (text[k] is not ('\n' or '\r')) code[k] = ' ';
            }
            i = Math.Max(end, i + 1);
        }
        return code.ToString();
    }

    // The end of the comment or literal that starts here; the start itself when none does.
    private static int EndOfBlank(string text, int start)
    {
        if (At(text, start, "//")) return IndexOrEnd(text, "\n", start);
        if (At(text, start, "/*")) return After(text, "*/", start + 2);
        return text[start] switch
        {
            '\'' => EndOfQuoted(text, start + 1, '\'', holes: 0),
            '"' or '@' or '$' => EndOfString(text, start),
            '#' when IsFirstOnLine(text, start) => IndexOrEnd(text, "\n", start),
            _ => start,
        };
    }

    private static int EndOfString(string text, int start)
    {
        var i = start;
        var holes = 0;
        var verbatim = false;
        for (; i < text.Length && text[i] is ('@' or '$'); i++)
        {
            if (text[i] == '$') holes++;
            else verbatim = true;
        }
        if (i >= text.Length || text[i] != '"') return start;
        var quotes = Run(text, i, '"');
        if (quotes >= 3) return After(text, new string('"', quotes), i + quotes);
        return verbatim ? EndOfVerbatim(text, i + 1, holes) : EndOfQuoted(text, i + 1, '"', holes);
    }

    private static int EndOfQuoted(string text, int i, char quote, int holes)
    {
        while (i < text.Length && text[i] != quote && text[i] != '\n')
        {
            if (text[i] == '\\') i += 2;
            else i = holes > 0 && text[i] == '{' ? EndOfHole(text, i) : i + 1;
        }
        return Math.Min(i + 1, text.Length);
    }

    private static int EndOfVerbatim(string text, int i, int holes)
    {
        while (i < text.Length)
        {
            if (text[i] == '"' && !At(text, i, "\"\"")) return i + 1;
            if (text[i] == '"') i += 2;
            else i = holes > 0 && text[i] == '{' ? EndOfHole(text, i) : i + 1;
        }
        return text.Length;
    }

    // An interpolation may hold strings of its own.
    private static int EndOfHole(string text, int i)
    {
        if (At(text, i, "{{")) return i + 2;
        var depth = 0;
        while (i < text.Length)
        {
            if (text[i] == '{') depth++;
            if (text[i] == '}' && --depth == 0) return i + 1;
            i = Math.Max(i + 1, EndOfBlank(text, i));
        }
        return text.Length;
    }

    private static bool At(string text, int i, string what) => string.CompareOrdinal(text, i, what, 0, what.Length) == 0;

    private static int Run(string text, int i, char what)
    {
        var end = i;
        while (end < text.Length && text[end] == what) end++;
        return end - i;
    }

    private static bool IsFirstOnLine(string text, int i)
    {
        while (i > 0 && text[i - 1] is (' ' or '\t')) i--;
        return i == 0 || text[i - 1] == '\n';
    }

    private static int IndexOrEnd(string text, string what, int from)
        => text.IndexOf(what, from, StringComparison.Ordinal) is var i and >= 0 ? i : text.Length;

    private static int After(string text, string what, int from) => Math.Min(IndexOrEnd(text, what, from) + what.Length, text.Length);
}
