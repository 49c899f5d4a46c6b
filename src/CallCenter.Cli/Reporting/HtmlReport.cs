using System.Net;
using CallCenter.Core.Identity;

namespace CallCenter.Cli;

/// <summary>A report as one HTML file that loads nothing: light and dark, for screens and paper.</summary>
internal static class HtmlReport
{
    private const string Style = """
        :root { color-scheme: light dark; }
        body { font: 15px/1.5 system-ui, "Noto Sans SC", "Microsoft YaHei", sans-serif; }
        body { margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
        th, td { border: 1px solid #8886; padding: .3rem .6rem; text-align: left; vertical-align: top; }
        th { background: #8882; } .number { text-align: right; white-space: nowrap; } .note { color: #777; }
        @media print { table { break-inside: auto; } tr { break-inside: avoid; } }
        """;

    public static void Write(TextWriter output, Report report, string language)
    {
        string title = Escape(report.Title);
        output.Write($"<!DOCTYPE html>\n<html lang=\"{(language == DisplayLanguage.Chinese ? "zh-Hans" : language)}\">\n<head>\n");
        output.Write("<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n");
        output.Write("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
        output.Write($"<title>{title}</title>\n<style>\n{Style}\n</style>\n</head>\n<body>\n<h1>{title}</h1>\n<ul>\n");
        foreach (string fact in report.Facts)
            output.Write($"<li>{Escape(fact)}</li>\n");
        output.Write("</ul>\n");
        foreach (ReportTable table in report.Tables)
            Write(output, table);
        output.Write("</body>\n</html>\n");
    }

    private static void Write(TextWriter output, ReportTable table)
    {
        output.Write($"<h2>{Escape(table.Title)}</h2>\n<table>\n<thead><tr>");
        foreach (ReportColumn column in table.Columns)
            output.Write($"<th scope=\"col\"{Class(column)}>{Escape(column.Title)}</th>");
        output.Write("</tr></thead>\n<tbody>\n");
        foreach (ReportCell[] row in table.Rows)
        {
            output.Write("<tr>");
            for (int i = 0; i < row.Length; i++)
                output.Write($"<td{Class(table.Columns[i])}>{Escape(row[i].Text)}</td>");
            output.Write("</tr>\n");
        }
        output.Write("</tbody>\n</table>\n");
        foreach (string note in table.Notes)
            output.Write($"<p class=\"note\">{Escape(note)}</p>\n");
    }

    private static string Class(ReportColumn column) => column.IsNumber ? " class=\"number\"" : "";

    private static string Escape(string text) => WebUtility.HtmlEncode(SafeText.Escape(text));
}
