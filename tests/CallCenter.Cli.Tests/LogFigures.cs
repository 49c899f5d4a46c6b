using System.Globalization;
using CallCenter.Asterisk.Tests;
using CallCenter.Client;
using CallCenter.V1;

namespace CallCenter.Cli.Tests;

/// <summary>Compares a server's figures with those of a queue log.</summary>
internal static class LogFigures
{
    /// <summary>Names in truth.json and the KPIs that must have their figures.</summary>
    private static readonly (string Name, string Kpi)[] Figures =
    [
        ("offered", "contacts_offered"), ("answered", "contacts_answered"), ("abandoned", "contacts_abandoned"),
        ("timeout", "contacts_flowed_out.timed_out"), ("key", "contacts_flowed_out.key_exit"),
        ("leave_empty", "contacts_flowed_out.queue_empty"), ("withdrawn", "contacts_flowed_out.withdrawn"),
        ("open_waiting", "contacts_waiting"), ("completed", "contacts_handled.all"),
        ("completed_by_caller", "contacts_handled.by_customer"), ("completed_by_agent", "contacts_handled.by_agent"),
        ("transferred_blind", "transfers.blind"), ("transferred_attended", "transfers.consult"),
        ("wait_answered_sum", "speed_of_answer"), ("wait_abandoned_sum", "abandon_time"), ("talk_sum", "talk_time.with_hold"),
        ("ring_sum", "ring_time"), ("answered_within_sl", "service_level.answered_only@20s"),
    ];

    /// <summary>Ends when the server's figures of the last day are those of a log; fails with the last ones when they never are.</summary>
    public static async Task HasFiguresOfAsync(this ServeProcess server, IEnumerable<string> log)
    {
        Dictionary<string, int> truth = TallyTotals.Of(LogTruth.Of(log));
        string expected = string.Join('\n', Figures.Select(figure => $"{figure.Name} = {truth[figure.Name]}"));
        using var limit = new CancellationTokenSource(Waits.Limit);
        using var watcher = new KpiWatcher(server.Address);
        var selector = new Selector { Window = WindowText.Parse("24h") };
        selector.Kpis.AddRange(SelectorText.Kpis(string.Join(',', Figures.Select(figure => figure.Kpi))));
        string last = "";
        try
        {
            await foreach (KpiBoard board in watcher.WatchAsync(selector, new WatchOptions(), limit.Token))
            {
                last = string.Join('\n', Figures.Zip(board.Rows[0].Values, (figure, value) => $"{figure.Name} = {Text(value)}"));
                if (last == expected)
                    return;
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // Told by the comparison.
        }
        Assert.Equal(expected, last);
    }

    private static string Text(KpiValue value) => value.ValueCase switch
    {
        KpiValue.ValueOneofCase.Count => value.Count.ToString(CultureInfo.InvariantCulture),
        KpiValue.ValueOneofCase.Ratio => value.Ratio.Numerator.ToString(CultureInfo.InvariantCulture),
        KpiValue.ValueOneofCase.Mean => ((long)value.Mean.Total.ToTimeSpan().TotalSeconds).ToString(CultureInfo.InvariantCulture),
        _ => "0",
    };
}
