namespace CallCenter.Cli;

/// <summary>A report, ready to be written in any format. Texts of the outside are as they came; whoever writes escapes them.</summary>
/// <param name="Facts">What it is of: period, filters, instant.</param>
internal sealed record Report(string Title, IReadOnlyList<string> Facts, IReadOnlyList<ReportTable> Tables);

/// <summary>A table of a report.</summary>
/// <param name="Id">Its name for programs.</param>
/// <param name="Notes">What a reader must know of it.</param>
internal sealed record ReportTable(
    string Id, string Title, IReadOnlyList<ReportColumn> Columns, IReadOnlyList<ReportCell[]> Rows, IReadOnlyList<string> Notes);

/// <summary>A column.</summary>
/// <param name="Id">Its name for programs.</param>
internal sealed record ReportColumn(string Id, string Title, bool IsNumber = false);

/// <summary>A cell.</summary>
/// <param name="Number">The value as a number, as in KpiValue.number; null for texts, and without a value.</param>
internal sealed record ReportCell(string Text, double? Number = null)
{
    public static implicit operator ReportCell(string text) => new(text);
}
