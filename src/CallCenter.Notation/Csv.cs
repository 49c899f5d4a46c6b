using System.Globalization;
using CallCenter.Core.Identity;

namespace CallCenter.Notation;

/// <summary>Rows as RFC 4180 writes them, safe to open in a spreadsheet; a row is a line, since line breaks in cells are escaped.</summary>
public static class Csv
{
    public static string Row(IEnumerable<string> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    private static string Cell(string raw)
    {
        string text = SafeText.Escape(raw);
        string safe = IsFormula(text) ? "'" + text : text;
        return safe.AsSpan().ContainsAny(',', '"') ? $"\"{safe.Replace("\"", "\"\"")}\"" : safe;
    }

    // Spreadsheets run cells that begin with one of these, in East Asian locales the full-width forms as well; the name of a queue must
    // not become a program.
    private static bool IsFormula(string text) =>
        text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠' && !IsNumber(text);

    private static bool IsNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number);
}
