using System.Globalization;
using CallCenter.Client;
using CallCenter.Core.Identity;
using CallCenter.V1;
using Spectre.Console;

namespace CallCenter.Cli;

/// <summary>
/// Boards as text: a row for each group, or a row for each KPI of the total; then the time, the window and the gaps.
/// </summary>
/// <param name="catalogue">Has the names of dimensions.</param>
/// <param name="language">Of the headings.</param>
internal sealed class BoardTable(ListKpisResponse catalogue, string language)
{
    /// <summary>A table with the names of the server, in the language of the terminal.</summary>
    public static async Task<BoardTable> ReadAsync(KpiWatcher watcher, CliContext cli, string server, CancellationToken token) =>
        new(await Answer.InTimeAsync(watcher.GetCatalogueAsync, cli, server, token), DisplayLanguage.Of(cli));

    public void Write(IAnsiConsole console, KpiBoard board, Selector selector)
    {
        Of(board, selector).Write(console);
        console.WriteLine(Footer(board));
    }

    /// <summary>The values.</summary>
    public FittedTable Of(KpiBoard board, Selector selector) =>
        selector.GroupBy.Count == 0 ? Total(board, selector) : Groups(board, selector);

    /// <summary>The name of a dimension.</summary>
    public string Heading(string dimension) => KpiNames.OfCode(catalogue, CodeKind.Dimension, dimension, language);

    /// <summary>The name of a column; its KPI as one word when the server did not name it.</summary>
    public string Heading(IReadOnlyList<KpiColumn> columns, Selector selector, int index) =>
        index < columns.Count ? KpiNames.Of(columns[index], language) : KpiRefText.Format(selector.Kpis[index]);

    /// <summary>One line for each KPI: a single row of many columns would not fit a terminal.</summary>
    private FittedTable Total(KpiBoard board, Selector selector)
    {
        bool isChinese = language == DisplayLanguage.Chinese;
        var table = new FittedTable(
        [
            new(isChinese ? "指标" : "indicator", IsKey: true), new(isChinese ? "数值" : "value", IsNumber: true),
            new(isChinese ? "代码" : "KPI"),
        ]);
        IReadOnlyList<KpiValue> values = board.Rows.Count > 0 ? board.Rows[0].Values : [];
        for (int i = 0; i < Math.Min(values.Count, selector.Kpis.Count); i++)
            table.Add([Heading(board.Columns, selector, i), Text(values[i], board.AsOfTime), KpiRefText.Format(selector.Kpis[i])]);
        return table;
    }

    private FittedTable Groups(KpiBoard board, Selector selector)
    {
        var table = new FittedTable(
        [
            .. selector.GroupBy.Select(dimension => new FittedTable.Column(Heading(dimension), IsKey: true)),
            .. selector.Kpis.Select((_, i) => new FittedTable.Column(Heading(board.Columns, selector, i), IsNumber: true)),
        ]);
        foreach (KpiRow row in board.Rows)
            table.Add([.. row.Labels, .. row.Values.Select(value => Text(value, board.AsOfTime))]);
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

    /// <summary>A value; of another time with the change since.</summary>
    public static string Text(KpiValue value, DateTimeOffset asOf)
    {
        string text = ValueText.Format(value, asOf);
        return value.HasChangePercent
            ? string.Create(CultureInfo.InvariantCulture, $"{text} ({value.ChangePercent:+0.0;-0.0;0.0}%)")
            : text;
    }
}
