using CallCenter.Client;
using CallCenter.Simulator;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Server.Tests;

/// <summary>A week of phone calls, chats, e-mails and tickets equals the simulation's own books, KPI by KPI.</summary>
public sealed class SimulatedWeekTests
{
    private static readonly TimeSpan Threshold = TimeSpan.FromSeconds(20);

    private static readonly VisitOutcome[] Transfers = [VisitOutcome.TransferredBlind, VisitOutcome.TransferredConsult];

    private static readonly VisitOutcome[] FlowOuts =
    [
        VisitOutcome.TimedOut, VisitOutcome.KeyExit, VisitOutcome.QueueEmpty, VisitOutcome.Withdrawn, VisitOutcome.Redirected,
        VisitOutcome.Overflowed, VisitOutcome.Voicemail,
    ];

    // Each KPI once more, over the visits of a queue that count.
    private static readonly (string Kpi, Func<List<VisitTruth>, string> Truth)[] OfVisits =
    [
        ("contacts_offered", all => Count(all)),
        ("contacts_answered", all => Count(Answered(all))),
        ("contacts_abandoned", all => Count(LeftBy(all, VisitOutcome.Abandoned))),
        ("contacts_short_abandoned", all => Count(LeftBy(all, VisitOutcome.Abandoned).Where(v => v.Wait <= TimeSpan.FromSeconds(5)))),
        ("contacts_flowed_out", all => Count(LeftBy(all, FlowOuts))),
        ("callbacks_requested", all => Count(LeftBy(all, VisitOutcome.CallbackRequested))),
        ("callbacks_connected", all => Count(Answered(all).Where(v => v.Channel == Channel.Callback))),
        ("contacts_waiting", all => Count(all.Where(v => v.Wait is null))),
        ("contacts_handled", all => Count(Completed(all))),
        ("transfers", all => Count(Completed(all).Where(v => Transfers.Contains(v.Outcome)))),
        ("contacts_held", all => Count(Completed(all).Where(v => v.Holds > 0))),
        ("holds", all => $"{Completed(all).Sum(v => v.Holds)}"),
        ("contacts_answered_within@20s", all => Count(Answered(all).Where(v => v.Wait <= Threshold))),
        ("service_level.answered_only@20s", all => $"{Answered(all).Count(v => v.Wait <= Threshold)}/{Answered(all).Count}"),
        ("speed_of_answer", all => Mean(Answered(all).Select(v => v.Wait!.Value))),
        ("abandon_time", all => Mean(LeftBy(all, VisitOutcome.Abandoned).Select(v => v.Wait!.Value))),
        ("queue_time", all => Mean(Answered(all)
            .Concat(LeftBy(all, [VisitOutcome.Abandoned, VisitOutcome.CallbackRequested, .. FlowOuts])).Select(v => v.Wait!.Value))),
        ("talk_time.with_hold", all => Mean(Completed(all).Select(v => v.Talk!.Value))),
        ("talk_time.without_hold", all => Mean(Completed(all).Select(v => v.Talk!.Value - Held(v)))),
        ("hold_time.of_held", all => Mean(Completed(all).Where(v => v.Holds > 0).Select(Held))),
        ("acw_time", all => Mean(all.Select(v => v.AfterCallWork).OfType<TimeSpan>())),
        ("avg_handle_time.talk_hold_acw_closed", all => Mean(Completed(all).Where(v => v.IsDone)
            .Select(v => v.Talk!.Value + (v.AfterCallWork ?? TimeSpan.Zero)))),
        ("reconciliation_residual", _ => "0"),
    ];

    private static readonly (string Kpi, Func<IReadOnlyList<TicketTruth>, string> Truth)[] OfTickets =
    [
        ("contacts_total", all => $"{all.Count}"),
        ("backlog_open", all => $"{all.Count(t => t.IsOpen)}"),
        ("backlog_at_end", all => $"{all.Count(t => t.IsOpen)}"),
        ("unassigned_contacts", all => $"{all.Count(t => t is { IsOpen: true, IsAssigned: false })}"),
        ("unattended_contacts", all => $"{all.Count(t => t.IsAwaited)}"),
        ("contacts_pending", all => $"{all.Count(t => t.IsPending)}"),
        ("contacts_resolved", all => $"{all.Sum(t => t.Resolutions.Count)}"),
        ("contacts_reopened", all => $"{all.Sum(t => t.Reopenings)}"),
        ("reopen_rate", all => $"{all.Sum(t => t.Reopenings)}/{all.Sum(t => t.Resolutions.Count)}"),
        ("resolution_time.first", all => Mean(all.Where(t => t.Resolutions.Count > 0).Select(t => t.Resolutions[0]))),
        ("resolution_time.cycle", all => Mean(all.SelectMany(t => t.Resolutions))),
        ("first_response_time.from_entry", all => Mean(all.Where(t => t.FirstReplies.Count > 0).Select(t => t.FirstReplies[0]))),
        ("first_response_time.later_cycles", all => Mean(all.SelectMany(t => t.FirstReplies.Skip(1)))),
        ("fcr.no_reply", all => $"{all.Count(t => t.Resolutions.Count > 0 && !t.HasEarlyReply)}/{all.Count(t => t.Resolutions.Count > 0)}"),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_week_equals_the_books_of_the_simulation(int seed)
    {
        var start = new DateTimeOffset(DateTime.UtcNow.Date.AddDays(-8), TimeSpan.Zero);
        var center = new SimulatedCallCenter(new SimulationOptions
        {
            Seed = seed, StartTime = start, AgentCount = 12, ContactsPerHour = 30, TicketsPerHour = 4, TestShare = 0.02,
        });
        var events = center.AdvanceTo(start.AddDays(7));
        var truth = center.Truth;
        await using var server = await LiveServer.StartAsync();
        await using (var sender = EventSender.Connect(server.Address, new EventSenderOptions { Source = "centre", Adapter = "simulator" }))
        {
            foreach (var e in events) await sender.SendAsync(e);
            await sender.FlushAsync().WaitAsync(Waits.Limit);
        }

        var differences = new List<string>();
        foreach (var visits in truth.Visits.GroupBy(v => v.Queue))
        {
            List<VisitTruth> counted = [.. visits.Where(v => !v.IsExcluded)];
            differences.AddRange(await CompareAsync(server, start, visits.Key, OfVisits.Select(k => (k.Kpi, k.Truth(counted)))));
            differences.AddRange(await CompareAsync(
                server, start, visits.Key, [("contacts_excluded", $"{visits.Count(v => v.IsExcluded)}")]));
        }
        differences.AddRange(await CompareAsync(server, start, "tickets", OfTickets.Select(k => (k.Kpi, k.Truth(truth.Tickets)))));
        differences.AddRange(await CompareAsync(server, start, "", [("events_rejected", "0"), ("ghosts_closed", "0")]));

        Assert.Equal([], differences);
        Assert.Equal(6, truth.Visits.Select(v => v.Queue).Distinct().Count());
        Assert.InRange(truth.Visits.Count, 3_000, 20_000);
        Assert.InRange(truth.Tickets.Count, 500, 2_000);
    }

    private static async Task<IEnumerable<string>> CompareAsync(
        LiveServer server, DateTimeOffset start, string queue, IEnumerable<(string Kpi, string Truth)> expected)
    {
        var kpis = expected.ToList();
        var selector = new Selector { Window = new Window { Range = new TimeRange { StartTime = Timestamp.FromDateTimeOffset(start) } } };
        selector.Kpis.Add(kpis.Select(k => new KpiRef { Spec = k.Kpi }));
        if (queue.Length > 0) selector.Where.Add(new Filter { Dimension = "queue", Values = { queue } });
        var board = await server.BoardAsync(selector);
        var values = board.Rows.Single().Values;
        return kpis.Select((k, i) => (k.Kpi, k.Truth, Served: Text(values[i])))
            .Where(k => k.Served != k.Truth)
            .Select(k => $"{k.Kpi} of {queue} is {k.Served}, the books say {k.Truth}");
    }

    private static string Text(KpiValue value) => value.ValueCase switch
    {
        KpiValue.ValueOneofCase.Count => $"{value.Count}",
        KpiValue.ValueOneofCase.Ratio => $"{value.Ratio.Numerator}/{value.Ratio.Denominator}",
        KpiValue.ValueOneofCase.Mean => $"{value.Mean.Total.ToTimeSpan().TotalMilliseconds} ms/{value.Mean.Count}",
        _ => "none",
    };

    private static string Count(IEnumerable<VisitTruth> visits) => $"{visits.Count()}";

    private static string Mean(IEnumerable<TimeSpan> times)
    {
        var all = times.ToList();
        return all.Count == 0 ? "none" : $"{all.Sum(t => t.TotalMilliseconds)} ms/{all.Count}";
    }

    private static List<VisitTruth> Answered(List<VisitTruth> all) => all.FindAll(v => v.IsAnswered);

    private static List<VisitTruth> LeftBy(List<VisitTruth> all, params VisitOutcome[] outcomes)
        => all.FindAll(v => !v.IsAnswered && outcomes.Contains(v.Outcome));

    private static List<VisitTruth> Completed(List<VisitTruth> all) => all.FindAll(v => v.IsAnswered && v.Talk is not null);

    // Of a queue whose books round the conversation down, hold counts for no longer than that.
    private static TimeSpan Held(VisitTruth visit) => visit.Held <= visit.Talk!.Value ? visit.Held : visit.Talk.Value;
}
