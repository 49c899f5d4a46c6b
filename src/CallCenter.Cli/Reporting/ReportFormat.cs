using System.CommandLine;
using Spectre.Console;

namespace CallCenter.Cli;

/// <summary>How a report is printed.</summary>
internal static class ReportFormat
{
    private const string Markdown = "markdown";
    private const string Html = "html";

    /// <summary>The option: by default a table on a terminal, and Markdown elsewhere.</summary>
    public static Option<string> CreateOption(CliContext cli)
    {
        var option = new Option<string>("--output", "-o")
        {
            Description = "How to print it. Default: table on a terminal, else markdown.",
            DefaultValueFactory = _ => cli.OutIsTerminal ? OutputFormat.Table : Markdown,
        };
        option.AcceptOnlyFromAmong(OutputFormat.Table, Markdown, OutputFormat.Csv, Html, OutputFormat.Json);
        return option;
    }

    public static void Write(CliContext cli, string format, Report report, string language)
    {
        switch (format)
        {
            case Markdown:
                MarkdownReport.Write(cli.Out, report);
                break;
            case OutputFormat.Csv:
                WriteCsv(cli.Out, report);
                break;
            case Html:
                HtmlReport.Write(cli.Out, report, language);
                break;
            case OutputFormat.Json:
                JsonReport.Write(cli.Out, report);
                break;
            default:
                WriteTables(cli.OutConsole, report);
                break;
        }
    }

    // A block for each table, with its name before it and an empty line after it.
    private static void WriteCsv(TextWriter output, Report report)
    {
        foreach (ReportTable table in report.Tables)
        {
            output.Write(Csv.Row([table.Title]));
            output.Write(Csv.Row(table.Columns.Select(column => column.Title)));
            foreach (ReportCell[] row in table.Rows)
                output.Write(Csv.Row(row.Select(cell => cell.Text)));
            output.Write(Csv.Row([]));
        }
    }

    private static void WriteTables(IAnsiConsole console, Report report)
    {
        console.Write(new Text(string.Join('\n', Lines([report.Title, .. report.Facts])) + "\n"));
        foreach (ReportTable table in report.Tables)
        {
            console.Write(new Text($"\n{Lines([table.Title]).Single()}\n", new Style(decoration: Decoration.Bold)));
            var fitted = new FittedTable(
                [.. table.Columns.Select((column, i) => new FittedTable.Column(column.Title, column.IsNumber, IsKey: i == 0))]);
            foreach (ReportCell[] row in table.Rows)
                fitted.Add(row.Select(cell => cell.Text));
            fitted.Write(console);
            foreach (string note in Lines(table.Notes))
                console.Write(new Text(note + "\n"));
        }
    }

    private static IEnumerable<string> Lines(IEnumerable<string> texts) => texts.Select(Core.Identity.SafeText.Escape);
}
