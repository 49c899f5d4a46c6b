using System.Text;
using CallCenter.Core.Identity;

namespace CallCenter.Cli;

/// <summary>A report as GitHub-flavoured Markdown. Names from outside stay text: no mark-up, link or border comes out of them.</summary>
internal static class MarkdownReport
{
    // What begins mark-up, HTML, an entity, a link that is made of a plain address, or ends a cell.
    private const string Special = "\\`*_[]<>|#~&$@";

    public static void Write(TextWriter output, Report report)
    {
        output.Write($"# {Escape(report.Title)}\n\n");
        foreach (string fact in report.Facts)
            output.Write($"- {Escape(fact)}\n");
        foreach (ReportTable table in report.Tables)
        {
            output.Write($"\n## {Escape(table.Title)}\n\n");
            output.Write(Row(table.Columns.Select(column => Escape(column.Title))));
            output.Write(Row(table.Columns.Select(column => column.IsNumber ? "---:" : "---")));
            foreach (ReportCell[] row in table.Rows)
                output.Write(Row(row.Select(Cell)));
            foreach (string note in table.Notes)
                output.Write($"\n{Escape(note)}\n");
        }
    }

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |\n";

    // A value such as 1:05 cannot be mark-up.
    private static string Cell(ReportCell cell) => cell.Number is null ? Escape(cell.Text) : cell.Text;

    private static string Escape(string text)
    {
        var safe = new StringBuilder();
        foreach (char c in SafeText.Escape(text))
        {
            if (Special.Contains(c))
                safe.Append('\\');
            safe.Append(c);
        }
        return safe.Replace("://", "\\://").Replace("www.", "www\\.").Replace("WWW.", "WWW\\.").ToString();
    }
}
