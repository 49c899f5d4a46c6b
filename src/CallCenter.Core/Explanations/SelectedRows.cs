using CallCenter.Core.Measures;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Explanations;

/// <summary>A row of contacts that is selected.</summary>
/// <param name="Spans">The time in which it counts; one array for all rows with the same.</param>
public sealed record SelectedRow(int Number, RowKey Key, WindowEdges[] Spans);

/// <summary>The selected rows of a source, by number.</summary>
internal sealed class SelectedRows(IEnumerable<SelectedRow> rows)
{
    public static readonly SelectedRows None = new([]);

    private readonly Dictionary<int, SelectedRow> _rows = rows.ToDictionary(row => row.Number);

    public IEnumerable<SelectedRow> All => _rows.Values;

    /// <summary>Milliseconds of the longest time in which one counts.</summary>
    public long LengthMs => _rows.Values.Select(row => row.Spans).Distinct()
        .Select(spans => spans.Sum(span => span.End.UnixMs - span.Start.UnixMs)).DefaultIfEmpty(0).Max();

    /// <summary>The row; null when it is not selected.</summary>
    public SelectedRow? Find(int number) => _rows.GetValueOrDefault(number);

    /// <summary>None when the row is not selected.</summary>
    public WindowEdges[] SpansOf(int number) => Find(number)?.Spans ?? [];
}
