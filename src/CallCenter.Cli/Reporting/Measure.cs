using CallCenter.V1;
using Microsoft.VisualBasic.FileIO;

namespace CallCenter.Cli;

/// <summary>An improvement measure, and the KPI that it is to better.</summary>
/// <param name="Kpi">Null: the measure names none.</param>
/// <param name="Start">From when it is in force; null: not yet.</param>
internal sealed record Measure(string Text, KpiRef? Kpi, DateOnly? Start, string Owner, string Due, string Progress, string Remark)
{
    public const string Form = "a first line with the columns measure,kpi,start,owner,due,progress,remark, of which measure is required, "
        + "and a line for each measure";

    private static readonly string[] Names = ["measure", "kpi", "start", "owner", "due", "progress", "remark"];

    /// <summary>Reads a CSV file.</summary>
    /// <exception cref="FailedException">A line is wrong; the message names it and says what would be right.</exception>
    public static IReadOnlyList<Measure> Read(string path)
    {
        using var parser = new TextFieldParser(path) { TextFieldType = FieldType.Delimited, HasFieldsEnclosedInQuotes = true };
        parser.SetDelimiters(",");
        try
        {
            string[] names = parser.ReadFields() ?? throw new FailedException($"{path} is empty: write {Form}");
            names = [.. names.Select(name => name.ToLowerInvariant())];
            CheckNames(path, names);
            List<Measure> measures = [];
            for (long line = parser.LineNumber; parser.ReadFields() is { } cells; line = parser.LineNumber)
                measures.Add(Of($"{path}, line {line}", names, cells));
            return measures;
        }
        catch (MalformedLineException)
        {
            throw new FailedException($"{path}, line {parser.ErrorLineNumber}: a quote is not closed or stands within a cell: "
                + "write a quote in a quoted cell as \"\"");
        }
    }

    private static void CheckNames(string path, string[] names)
    {
        if (names.FirstOrDefault(name => !Names.Contains(name)) is { } unknown)
            throw new FailedException($"{path}, line 1: no column is called '{unknown}': write {Form}");
        if (names.Distinct().Count() < names.Length || !names.Contains("measure"))
            throw new FailedException($"{path}, line 1: each column once, and 'measure' among them: write {Form}");
    }

    private static Measure Of(string line, string[] names, string[] cells)
    {
        if (cells.Length != names.Length)
            throw new FailedException($"{line} has {cells.Length} cells: write {names.Length}, as in line 1; quote a cell with a comma");
        string text = Cell("measure");
        if (text.Length == 0)
            throw new FailedException($"{line} has no measure: say what is done");
        KpiRef? kpi = Cell("kpi").Length > 0 ? KpiOf(line, Cell("kpi")) : null;
        DateOnly? start = Cell("start").Length > 0 ? DateOf(line, "start", Cell("start")) : null;
        if (Cell("due").Length > 0)
            DateOf(line, "due", Cell("due"));
        return new Measure(text, kpi, start, Cell("owner"), Cell("due"), Cell("progress"), Cell("remark"));

        string Cell(string name) => Array.IndexOf(names, name) is >= 0 and var at ? cells[at] : "";
    }

    private static KpiRef KpiOf(string line, string text)
    {
        try
        {
            return KpiRefText.Parse(text);
        }
        catch (FormatException e)
        {
            throw new FailedException($"{line}: {e.Message}; 'ccg kpis' lists them");
        }
    }

    private static DateOnly DateOf(string line, string column, string text) => ReportPeriod.TryParseDate(text)
        ?? throw new FailedException($"{line}: {column} '{text}' is not a date: write it as 2026-11-29");
}
