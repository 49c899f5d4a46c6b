using System.Diagnostics;
using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Measures;
using CallCenter.Core.Views;
using CallCenter.Core.Windows;

namespace CallCenter.Benchmarks;

/// <summary>What one value costs over windows of different lengths, on rows with a change in every second of the last day.</summary>
internal static class KpiBenchmark
{
    private const int Queues = 100;
    private const int Evaluations = 200;
    private const int Rounds = 7;

    private static readonly TimeSpan[] Lengths = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(30), TimeSpan.FromHours(24)];

    public static void Run(Report report)
    {
        var now = new Instant(1_795_000_000_000);
        var rows = MakeRows(now);
        report.Line();
        report.Line($"## A KPI by the length of its window ({Queues} queues, every second of 24 h busy; service_level, answer_rate, speed_of_answer)");
        report.Line();
        report.Line("| window | ns a value | against 1 min |");
        report.Line("|--:|--:|--:|");
        var figures = Lengths.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round <= Rounds; round++)
        {
            for (var i = 0; i < Lengths.Length; i++)
            {
                var nanos = Measure(rows, Lengths[i], now);
                if (round > 0) figures[i].Add(nanos);
            }
        }
        var medians = figures.Select(f => f.Order().ElementAt(Rounds / 2)).ToArray();
        for (var i = 0; i < Lengths.Length; i++) report.Line($"| {Lengths[i]} | {medians[i]:0} | {medians[i] / medians[0]:0.00} |");
    }

    private static double Measure(List<RowHistory> rows, TimeSpan length, Instant now)
    {
        string[] kpis = ["service_level", "answer_rate", "speed_of_answer"];
        var columns = kpis.Select(KpiCatalog.Find).Select(k => new Column(k!, k!.Variants[0], new KpiArguments(3))).ToList();
        var selector = new Selector(TenantId.Default, "", columns, [Dimension.Parse("queue")!], [], new SlidingWindow(length)).Complete();
        var watched = new WatchedRows();
        var groups = new Grouping(selector, watched);
        foreach (var row in rows)
        {
            watched.Add(row);
            groups.Add(row);
        }
        var view = new View(selector, groups, isKept: false);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Evaluations; i++) view.Evaluate(view.WindowAt(now + TimeSpan.FromMilliseconds(i)));
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / Evaluations / Queues / kpis.Length;
    }

    private static List<RowHistory> MakeRows(Instant now)
    {
        var rows = new List<RowHistory>();
        var arena = new SeriesArena();
        for (var q = 0; q < Queues; q++)
        {
            var row = new RowHistory(new SourceId(TenantId.Default, "bench"), new RowKey(RowKind.Contact) { Queue = $"queue-{q}" }, arena);
            for (var second = 86_400u; second > 0; second--)
            {
                var slot = (uint)now.UnixSeconds - second;
                row.Add(slot, Core.Measures.Measure.Answered, 1);
                row.Add(slot, Core.Measures.Measure.AnsweredByWait.At((int)(second % 5)), 1);
                row.Add(slot, Core.Measures.Measure.WaitOfAnswered, 4_000);
                if (second % 10 == 0) row.Add(slot, Core.Measures.Measure.Abandoned, 1);
                if (second % 5 == 4) row.Add(slot, Core.Measures.Measure.ReachedWait.At(3), 1);
            }
            rows.Add(row);
        }
        return rows;
    }
}
