using CallCenter.Client;
using CallCenter.V1;

namespace CallCenter.Cli;

/// <summary>The values of a selector over one period.</summary>
/// <param name="KeptFrom">The oldest kept counts, when the period starts before.</param>
internal sealed record PeriodValues(
    IReadOnlyList<KpiColumn> Columns, IReadOnlyList<PeriodRow> Rows, DateTimeOffset Start, DateTimeOffset End, DateTimeOffset AsOf,
    DateTimeOffset? KeptFrom)
{
    /// <summary>The period is not over.</summary>
    public bool IsRunning => End > AsOf;

    public static PeriodValues Of(QuerySeriesResponse series) => new(
        series.Columns,
        [.. series.Rows.Select(row => new PeriodRow([.. row.Labels], [.. row.Columns.Select(column => column.Values[^1])]))],
        series.Intervals[^1].StartTime.ToDateTimeOffset(), series.Intervals[^1].EndTime.ToDateTimeOffset(),
        series.AsOfTime.ToDateTimeOffset(), series.Completeness?.KeptFromTime?.ToDateTimeOffset());

    /// <param name="end">The end that was asked for; that of the board is now, when it lies ahead.</param>
    public static PeriodValues Of(KpiBoard board, DateTimeOffset end) => new(
        board.Columns, [.. board.Rows.Select(row => new PeriodRow([.. row.Labels], [.. row.Values]))],
        board.WindowStartTime ?? board.AsOfTime, end, board.AsOfTime, board.Completeness?.KeptFromTime?.ToDateTimeOffset());

    /// <summary>The value of a group in a column; one without anything set when there is no such group.</summary>
    public KpiValue Find(IEnumerable<string> labels, int column) =>
        Rows.FirstOrDefault(row => row.Labels.SequenceEqual(labels))?.Values[column] ?? new KpiValue();
}

/// <summary>The values of one group.</summary>
internal sealed record PeriodRow(IReadOnlyList<string> Labels, IReadOnlyList<KpiValue> Values)
{
    public bool HasValue(int column) => Values[column].HasNumber && Values[column].Number != 0;
}
