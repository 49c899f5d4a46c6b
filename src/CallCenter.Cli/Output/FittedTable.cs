using System.Text;
using CallCenter.Core.Identity;
using Spectre.Console;

namespace CallCenter.Cli;

/// <summary>
/// A table that fits the width it has without a broken word: lines break between words, and columns that have no room follow below in
/// tables of their own, each with the key columns again.
/// </summary>
internal sealed class FittedTable(IReadOnlyList<FittedTable.Column> columns)
{
    // Between and around the columns of a simple border.
    private const int BorderOfColumn = 3;
    private const int Border = 1;

    private readonly List<string[]> _rows = [];

    /// <param name="IsNumber">Right-aligned.</param>
    /// <param name="IsKey">Tells the rows apart; again in each part. Key columns come first.</param>
    public sealed record Column(string Title, bool IsNumber = false, bool IsKey = false);

    /// <summary>Adds a row; cells that are missing are empty.</summary>
    public void Add(IEnumerable<string> cells) =>
        _rows.Add([.. cells.Concat(Enumerable.Repeat("", columns.Count)).Take(columns.Count).Select(SafeText.Escape)]);

    public void Write(IAnsiConsole console)
    {
        foreach (Table table in Fit(console.Profile.Width))
            console.Write(table);
    }

    /// <summary>The tables, none wider than asked for unless a single word is.</summary>
    public IEnumerable<Table> Fit(int width)
    {
        int[] keys = [.. Enumerable.Range(0, columns.Count).Where(i => columns[i].IsKey)];
        int[] others = [.. Enumerable.Range(0, columns.Count).Except(keys)];
        for (int next = 0; next < others.Length || next == 0;)
        {
            int[] taken = [.. keys, .. others.Skip(next).Take(1)];
            foreach (int column in others.Skip(next + 1))
            {
                if (WidthOf([.. taken, column]) > width)
                    break;
                taken = [.. taken, column];
            }
            next += Math.Max(1, taken.Length - keys.Length);
            yield return Make(taken, width);
        }
    }

    private int WidthOf(int[] taken) => Border + taken.Sum(column => BorderOfColumn + Longest(column, Words));

    private Table Make(int[] taken, int width)
    {
        int[] least = [.. taken.Select(column => Longest(column, Words))];
        int[] widths = [.. taken.Select(column => Longest(column, text => [text]))];
        int room = width - Border - BorderOfColumn * taken.Length;
        int[] wide;
        while (widths.Sum() > room && (wide = [.. Enumerable.Range(0, widths.Length).Where(i => widths[i] > least[i])]).Length > 0)
            widths[wide.MaxBy(i => widths[i])]--;
        var table = new Table { Border = TableBorder.Simple };
        for (int i = 0; i < taken.Length; i++)
        {
            Column column = columns[taken[i]];
            var made = new TableColumn(new Text(Wrap(SafeText.Escape(column.Title), widths[i]))) { Width = widths[i], NoWrap = true };
            table.AddColumn(column.IsNumber ? made.RightAligned() : made);
        }
        foreach (string[] row in _rows)
            table.AddRow(taken.Select((column, i) => new Text(Wrap(row[column], widths[i]))));
        return table;
    }

    private int Longest(int column, Func<string, IEnumerable<string>> parts) =>
        _rows.Select(row => row[column]).Append(SafeText.Escape(columns[column].Title)).SelectMany(parts)
            .Select(part => part.GetCellWidth()).DefaultIfEmpty(0).Max();

    public static IEnumerable<string> Words(string text) => text.Split(' ');

    /// <summary>The text with line breaks between words, where a line would be wider.</summary>
    public static string Wrap(string text, int width)
    {
        if (text.GetCellWidth() <= width)
            return text;
        var lines = new StringBuilder();
        int used = 0;
        foreach (string word in Words(text))
        {
            int length = word.GetCellWidth();
            bool fits = used == 0 || used + 1 + length <= width;
            lines.Append(used == 0 ? "" : fits ? " " : "\n").Append(word);
            used = fits && used > 0 ? used + 1 + length : length;
        }
        return lines.ToString();
    }
}
