using System.Globalization;
using CallCenter.Client;
using CallCenter.Core.Identity;
using CallCenter.V1;
using Spectre.Console;

namespace CallCenter.Cli;

/// <summary>
/// A board as text: a row for each group, or a row for each KPI of the total; then its time, its window and its gaps.
/// </summary>
internal static class BoardTable
{
    public static void Write(IAnsiConsole console, KpiBoard board, Selector selector)
    {
        console.Write(Of(board, selector));
        console.WriteLine(Footer(board));
    }

    /// <summary>The values.</summary>
    public static Table Of(KpiBoard board, Selector selector)
        => selector.GroupBy.Count == 0 ? Total(board, selector) : Groups(board, selector);

    /// <summary>One line for each KPI: a single row of many columns would not fit a terminal.</summary>
    private static Table Total(KpiBoard board, Selector selector)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn(new TableColumn(Cell("kpi")).NoWrap());
        table.AddColumn(new TableColumn(Cell("value")).RightAligned());
        IReadOnlyList<KpiValue> values = board.Rows.Count > 0 ? board.Rows[0].Values : [];
        for (int column = 0; column < Math.Min(values.Count, selector.Kpis.Count); column++)
            table.AddRow(Cell(KpiRefText.Format(selector.Kpis[column])), Cell(Text(values[column], board.AsOfTime)));
        return table;
    }

    private static Table Groups(KpiBoard board, Selector selector)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (string dimension in selector.GroupBy)
            table.AddColumn(new TableColumn(Cell(dimension)).NoWrap());
        foreach (KpiRef kpi in selector.Kpis)
            table.AddColumn(new TableColumn(Cell(KpiRefText.Format(kpi))).RightAligned());
        foreach (KpiRow row in board.Rows)
            table.AddRow([.. row.Labels.Select(Cell), .. row.Values.Select(value => Cell(Text(value, board.AsOfTime)))]);
        return table;
    }

    /// <summary>The time of the values, their window and their gaps.</summary>
    public static string Footer(KpiBoard board)
    {
        IEnumerable<string> gaps = (board.Completeness?.Gaps ?? [])
            .Select(gap => $"incomplete: {SafeText.Escape(gap.Source)} from {Time(gap.StartTime)} to {Time(gap.EndTime)}");
        IEnumerable<string> unreadable = (board.Completeness?.UnreadableShards ?? [])
            .Select(shard => $"incomplete since {Time(shard.SinceTime)}: {SafeText.Escape(shard.Reason)}");
        IEnumerable<string> dropped = (board.Completeness?.DroppedDimensions ?? [])
            .Select(source => $"{SafeText.Escape(source.Source)}: dimensions dropped since {Time(source.SinceTime)}");
        IEnumerable<string> limited = (board.Completeness?.LimitedSources ?? [])
            .Select(source => $"{SafeText.Escape(source.Source)}: events over a limit refused since {Time(source.SinceTime)}");
        if (board.Completeness?.SourcesRefusedSinceTime is { } refused)
            limited = limited.Append($"incomplete since {Time(refused)}: sources refused, because there are as many as allowed");
        IEnumerable<string> partial = board.Completeness?.KeptFromTime is { } kept
            ? [$"partial: counts are kept from {Time(kept)} on"] : [];
        IEnumerable<string> troubled = (board.Completeness?.TroubledSources ?? []).Select(Trouble);
        return string.Join(Environment.NewLine, [Edges(board), .. partial, .. troubled, .. gaps, .. unreadable, .. dropped, .. limited]);
    }

    private static string Trouble(SourceFeed feed)
    {
        string state = feed.State.ToString().ToLowerInvariant();
        return $"{SafeText.Escape(feed.Source)}: {state}, last word {Time(feed.LastWordTime)}, last event {Time(feed.NewestEventTime)}";
    }

    private static string Edges(KpiBoard board)
    {
        string asOf = $"as of {Time(board.AsOfTime)} UTC";
        return board.WindowStartTime is { } start ? $"{asOf}, window from {Time(start)} to {Time(board.WindowEndTime)}" : asOf;
    }

    private static string Time(Google.Protobuf.WellKnownTypes.Timestamp? time) => Time(time?.ToDateTimeOffset());

    private static string Time(DateTimeOffset? time) =>
        time?.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? ValueText.None;

    // Of another time with the change since.
    private static string Text(KpiValue value, DateTimeOffset asOf)
    {
        string text = ValueText.Format(value, asOf);
        return value.HasChangePercent
            ? string.Create(CultureInfo.InvariantCulture, $"{text} ({value.ChangePercent:+0.0;-0.0;0.0}%)")
            : text;
    }

    private static Text Cell(string text) => new(SafeText.Escape(text));
}
