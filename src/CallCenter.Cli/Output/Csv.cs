using System.Globalization;

namespace CallCenter.Cli;

/// <summary>Rows as RFC 4180 writes them, safe to open in a spreadsheet; a row is a line, since line breaks in cells are escaped.</summary>
internal static class Csv
{
    public static string Row(IEnumerable<string> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    private static string Cell(string raw)
    {
        string text = Printable.Of(raw);
        string safe = IsFormula(text) ? "'" + text : text;
        return safe.AsSpan().ContainsAny(',', '"') ? $"\"{safe.Replace("\"", "\"\"")}\"" : safe;
    }

    /// <summary>Spreadsheets run cells that begin so, some with full-width signs too; a queue's name must not become a program.</summary>
    private static bool IsFormula(string text) =>
        text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠' && !IsNumber(text);

    private static bool IsNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number);
}
