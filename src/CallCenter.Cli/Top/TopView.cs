using CallCenter.Core.Identity;
using CallCenter.V1;
using Spectre.Console;

namespace CallCenter.Cli;

/// <summary>How a piece of a line looks.</summary>
internal enum TopLook
{
    Plain,
    Bold,
    Dim,
    Selected,
    Warning,
    Bad,
}

/// <summary>A piece of a line.</summary>
internal sealed record TopSpan(string Text, TopLook Look = TopLook.Plain);

/// <summary>Lays a table out for a screen: columns without room are left out from the end, and a line says how many.</summary>
internal sealed class TopView(TopWords words, int width, int height)
{
    private const int Gap = 2;
    private const int LinesAround = 3;

    /// <summary>Rows that fit under headings of a usual height.</summary>
    public int PageSize => Math.Max(1, height - LinesAround - 3);

    /// <param name="title">The first line: what is shown, and whether it is live.</param>
    public IReadOnlyList<TopSpan[]> Lay(string title, TopTable table, TopState state)
    {
        List<TopSpan[]> lines = [[new(Cut(title, width), TopLook.Bold)]];
        if (state.IsHelp)
            lines.AddRange(words.Help.Select(line => (TopSpan[])[new(Cut(line, width))]));
        else
            lines.AddRange(Body(table, state));
        while (lines.Count < height - 1)
            lines.Add([]);
        string footer = state.IsTyping ? $"/{SafeText.Escape(state.Filter)}_  {words.TypingFooter}" : Fitting(words.Footer);
        return [.. lines.Take(height - 1), [new(Cut(footer, width), TopLook.Dim)]];
    }

    private IEnumerable<TopSpan[]> Body(TopTable table, TopState state)
    {
        IReadOnlyList<TopRow> rows = table.Ordered(state);
        (int[] widths, string[][] headings) = Columns(table, rows);
        if (widths.Length == 0)
        {
            yield return [new(words.TooSmall)];
            yield break;
        }
        foreach (TopSpan[] line in Headings(table, state, widths, headings))
            yield return line;
        if (table.Pinned is { } pinned)
            yield return Line(pinned, table, widths, TopLook.Bold);
        int room = height - LinesAround - headings[0].Length - (table.Pinned is null ? 0 : 1);
        int selected = Math.Max(0, rows.Select(row => row.Key).ToList().IndexOf(state.Selected));
        foreach (TopRow row in rows.Skip(Math.Max(0, selected - room + 1)).Take(Math.Max(1, room)))
            yield return Line(row, table, widths, row == rows[selected] ? TopLook.Selected : TopLook.Plain);
        if (rows.Count == 0)
            yield return [new(words.Nothing, TopLook.Dim)];
        List<string> notes = [];
        if (rows.Count > room)
            notes.Add($"{Math.Min(rows.Count, room)}/{rows.Count}");
        if (state.Filter.Length > 0)
            notes.Add($"{words.Filter}: {SafeText.Escape(state.Filter)}");
        if (widths.Length < table.Columns.Count)
            notes.Add($"+{table.Columns.Count - widths.Length} {words.MoreColumns}");
        yield return [new(Cut(string.Join("  ", notes), width), TopLook.Dim)];
    }

    /// <summary>The widths of the columns that fit, and their headings in lines. Values and words of headings are never cut.</summary>
    private (int[] Widths, string[][] Headings) Columns(TopTable table, IReadOnlyList<TopRow> rows)
    {
        List<int> widths = [];
        List<string[]> headings = [];
        int used = 0;
        for (int i = 0; i < table.Columns.Count; i++)
        {
            IEnumerable<TopRow> all = table.Pinned is { } pinned ? [pinned, .. rows] : rows;
            IEnumerable<string> unbroken = [.. all.Select(row => Shown(row.Cells[i])), .. HeadingWords(table.Columns[i])];
            // A name may be longer than the screen.
            int least = Math.Min(i == 0 ? width / 2 : width, unbroken.Max(text => text.GetCellWidth()));
            if (used + least > width)
                break;
            widths.Add(least);
            headings.Add(FittedTable.Wrap(table.Columns[i].Title, least).Split('\n'));
            used += least + Gap;
        }
        int lines = headings.Select(heading => heading.Length).DefaultIfEmpty(0).Max();
        return ([.. widths], [.. headings.Select(heading => (string[])[.. Enumerable.Repeat("", lines - heading.Length), .. heading])]);
    }

    // With room for the mark of the sorted column.
    private static IEnumerable<string> HeadingWords(TopColumn column) => FittedTable.Words(column.Title).Select(word => word + "▾");

    private static IEnumerable<TopSpan[]> Headings(TopTable table, TopState state, int[] widths, string[][] headings)
    {
        for (int line = 0; line < headings[0].Length; line++)
        {
            List<TopSpan> spans = [];
            for (int i = 0; i < widths.Length; i++)
            {
                bool isSorted = i == Math.Min(state.SortColumn, table.Columns.Count - 1);
                string text = headings[i][line] + (isSorted && line == headings[i].Length - 1 ? state.IsDescending ? "▾" : "▴" : "");
                spans.Add(new(Between(i) + Pad(text, widths[i], table.Columns[i].IsNumber), isSorted ? TopLook.Bold : TopLook.Dim));
            }
            yield return [.. spans];
        }
    }

    private static TopSpan[] Line(TopRow row, TopTable table, int[] widths, TopLook look) =>
    [
        .. widths.Select((columnWidth, i) => new TopSpan(
            Between(i) + Pad(Cut(Shown(row.Cells[i]), columnWidth), columnWidth, table.Columns[i].IsNumber),
            row.Cells[i].Status switch
            {
                _ when look == TopLook.Selected => look,
                TargetStatus.Unmet => TopLook.Bad,
                TargetStatus.AtRisk => TopLook.Warning,
                _ => look,
            })),
    ];

    private static string Between(int column) => column == 0 ? "" : new string(' ', Gap);

    // Whole hints only.
    private string Fitting(string hints)
    {
        string[] parts = hints.Split("  ");
        while (parts.Length > 2 && string.Join("  ", parts).GetCellWidth() > width)
            parts = [.. parts[..^2], parts[^1]];
        return string.Join("  ", parts);
    }

    private static string Shown(TopCell cell) => SafeText.Escape(cell.Text);

    private static string Pad(string text, int width, bool isRight)
    {
        string space = new(' ', Math.Max(0, width - text.GetCellWidth()));
        return isRight ? space + text : text + space;
    }

    private static string Cut(string text, int width)
    {
        if (text.GetCellWidth() <= width)
            return text;
        while (text.Length > 0 && text.GetCellWidth() > width - 1)
            text = text[..^1];
        return text + "…";
    }
}
