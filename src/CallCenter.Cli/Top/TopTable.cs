using CallCenter.V1;

namespace CallCenter.Cli;

/// <summary>The rows of a view, before they are sorted, filtered and fitted to the screen.</summary>
/// <param name="Columns">The first names the row; the others are the most important first.</param>
/// <param name="Pinned">A row that stays first, such as the total; null without one.</param>
internal sealed record TopTable(IReadOnlyList<TopColumn> Columns, IReadOnlyList<TopRow> Rows, TopRow? Pinned = null)
{
    public static readonly TopTable Empty = new([new TopColumn("…")], []);

    /// <summary>The rows that a filter leaves, by a column.</summary>
    public IReadOnlyList<TopRow> Ordered(TopState state)
    {
        int column = Math.Min(state.SortColumn, Columns.Count - 1);
        IEnumerable<TopRow> rows = Rows.Where(row => row.Cells.Any(
            cell => state.Filter.Length == 0 || cell.Text.Contains(state.Filter, StringComparison.OrdinalIgnoreCase)));
        // Without a value last, either way; names break ties.
        IOrderedEnumerable<TopRow> ordered = rows.OrderBy(row => Columns[column].IsNumber && row.Cells[column].Order is null);
        ordered = (Columns[column].IsNumber, state.IsDescending) switch
        {
            (true, true) => ordered.ThenByDescending(row => row.Cells[column].Order),
            (true, false) => ordered.ThenBy(row => row.Cells[column].Order),
            (false, true) => ordered.ThenByDescending(row => row.Cells[column].Text, StringComparer.CurrentCulture),
            (false, false) => ordered.ThenBy(row => row.Cells[column].Text, StringComparer.CurrentCulture),
        };
        return [.. ordered.ThenBy(row => row.Key, StringComparer.Ordinal)];
    }
}

/// <summary>A column; it is sorted by numbers, or by texts.</summary>
internal sealed record TopColumn(string Title, bool IsNumber = false);

/// <param name="Key">Tells the row from others, whatever its values.</param>
internal sealed record TopRow(string Key, IReadOnlyList<TopCell> Cells);

/// <param name="Order">What a column of numbers is sorted by; null without a value.</param>
/// <param name="Status">How the value does against its target.</param>
internal sealed record TopCell(string Text, double? Order = null, TargetStatus Status = TargetStatus.Unspecified)
{
    public static implicit operator TopCell(string text) => new(text);

    /// <summary>A value as of a moment; older moments order as longer.</summary>
    public static TopCell Of(KpiValue value, DateTimeOffset asOf)
    {
        string mark = value.TargetStatus switch
        {
            TargetStatus.Unmet => " ✘",
            TargetStatus.AtRisk => " ▲",
            _ => "",
        };
        bool isMoment = value.ValueCase == KpiValue.ValueOneofCase.Time;
        double? order = isMoment ? (asOf - value.Time.ToDateTimeOffset()).TotalSeconds : value.HasNumber ? value.Number : null;
        return new TopCell(ValueText.Format(value, asOf) + mark, order, value.TargetStatus);
    }
}
