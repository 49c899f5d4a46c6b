using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using static CallCenter.Testing.Given;

namespace CallCenter.Server.Tests;

/// <summary>Floor reports over gRPC: ghosts, gaps and taken-over visits.</summary>
public sealed class FloorReportTests : IAsyncLifetime
{
    private LiveServer _server = null!;
    private Adapter _adapter = null!;
    private long _next = 1;

    public async Task InitializeAsync()
    {
        _server = await LiveServer.StartAsync();
        _adapter = await _server.HelloAsync();
    }

    public async Task DisposeAsync()
    {
        await _adapter.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Vanished_visits_are_ghosts_and_in_no_average()
    {
        await SendAsync(Queued("w"), Queued("t"), Answered("t", "ann"), Queued("stays"));

        await SendAsync(Report(Now, Waiting("stays", Now)));

        await _server.AssertCountAsync(
            [3, 1, 2, 1, 0, 0, 0], "contacts_offered", "contacts_waiting", "ghosts_closed", "contacts_lost", "contacts_handled",
                "contacts_abandoned",
            "contacts_interacting");
        Assert.Equal(new KpiValue(), (await _server.BoardAsync(Select("talk_time"))).Rows[0].Values[0]);
    }

    [Fact]
    public async Task The_time_since_the_last_event_is_published_as_a_gap()
    {
        var last = Now.AddMinutes(-10);
        var reported = Now.AddMinutes(-2);
        await SendAsync(At(last.AddMinutes(-1), Queued("a")), At(last, Queued("b")));

        await SendAsync(Report(reported, Waiting("a", last), Waiting("b", last)));

        var completeness = (await _server.BoardAsync(Select("contacts_offered"))).Completeness;
        Assert.Equal(Timestamp.FromDateTimeOffset(reported), completeness!.NewestEventTime);
        Assert.Equal(new Gap { Source = "pbx", StartTime = Stamp(last), EndTime = Stamp(reported) }, Assert.Single(completeness.Gaps));
    }

    [Fact]
    public async Task Time_repaired_from_the_platforms_log_is_no_gap()
    {
        var last = Now.AddMinutes(-10);
        var report = Report(Now.AddMinutes(-2), Waiting("a", last));
        report.FloorReport.GapRepaired = true;

        await SendAsync(At(last, Queued("a")), report);

        Assert.Empty((await _server.BoardAsync(Select("contacts_offered"))).Completeness!.Gaps);
    }

    [Fact]
    public async Task A_report_in_parts_is_applied_and_acked_with_its_last_part()
    {
        await SendAsync(Queued("gone"), Queued("stays"));
        await _adapter.SendAsync(3, Part(Waiting("stays", Now)), Part(Waiting("new", Now)));
        await _adapter.BeatAsync();
        var between = (await _adapter.ReadAsync())!.Ack.CommittedSequence;

        var acked = await _adapter.SendAndAckAsync(5, Report(Now, Waiting("third", Now)));

        Assert.Contains("floor_report_parts", _adapter.Welcome.Capabilities);
        Assert.Equal((2, 5, 0), (between, acked.Committed, acked.Rejections.Count));
        await _server.AssertCountAsync([3, 1], "contacts_waiting", "ghosts_closed");
    }

    [Fact]
    public async Task Parts_of_a_report_that_did_not_end_are_sent_again_to_the_next_session()
    {
        await SendAsync(Queued("stays"));
        await _adapter.SendAsync(2, Part(Waiting("stays", Now)));
        await _adapter.CloseAsync();

        await using var again = await _server.HelloAsync();
        var acked = await again.SendAndAckAsync(2, Part(Waiting("stays", Now)), Report(Now));

        Assert.Equal((1, 3), (again.Welcome.CommittedSequence, acked.Committed));
        await _server.AssertCountAsync([1, 0], "contacts_waiting", "ghosts_closed");
    }

    [Fact]
    public async Task Another_event_between_the_parts_drops_the_report()
    {
        var acked = await _adapter.SendAndAckAsync(1, Part(Waiting("a", Now)), Queued("b"), Report(Now, Waiting("b", Now)));

        var rejection = Assert.Single(acked.Rejections);
        Assert.Equal((1, "floor_report.more_follows"), (rejection.Sequence, rejection.Metadata["field"]));
        await _server.AssertCountAsync([1], "contacts_waiting");
    }

    [Fact]
    public async Task Parts_that_name_a_visit_twice_are_rejected_with_the_last()
    {
        var acked = await _adapter.SendAndAckAsync(1, Part(Waiting("a", Now)), Report(Now, Waiting("a", Now)));

        Assert.Equal((2, ErrorReason.EventInvalid), (Assert.Single(acked.Rejections).Sequence, acked.Rejections[0].Reason));
    }

    [Fact]
    public async Task Welcome_has_the_time_of_the_newest_counted_event()
    {
        var last = Now.AddMinutes(-10);
        await SendAsync(At(last.AddMinutes(-1), Queued("a")), At(last, Queued("b")), At(last.AddMinutes(-2), Queued("c")));

        await using var again = await _server.HelloAsync();

        Assert.Null(_adapter.Welcome.NewestEventTime);
        Assert.Equal(Stamp(last), again.Welcome.NewestEventTime);
    }

    [Fact]
    public async Task The_first_report_of_a_source_is_no_gap()
    {
        await SendAsync(Report(Now, Waiting("a", Now)));

        Assert.Empty((await _server.BoardAsync(Select("contacts_offered"))).Completeness!.Gaps);
    }

    [Fact]
    public async Task Gaps_are_newest_first_and_at_most_twenty()
    {
        var start = Now.AddHours(-1);
        await SendAsync(At(start, Queued("a")));
        for (var i = 1; i <= 25; i++) await SendAsync(Report(start.AddMinutes(i), Waiting("a", start)));

        var gaps = (await _server.BoardAsync(Select("contacts_offered"))).Completeness!.Gaps;

        Assert.Equal(Enumerable.Range(0, 20).Select(i => start.AddMinutes(25 - i)), gaps.Select(g => g.EndTime.ToDateTimeOffset()));
    }

    [Fact]
    public async Task A_waiting_visit_taken_over_counts_as_offered_when_it_joined()
    {
        var joined = Now.AddMinutes(-30);

        await SendAsync(Report(Now, Waiting("v", joined)));

        var board = await _server.BoardAsync(Select("contacts_offered", "contacts_waiting", "longest_wait"));
        Assert.Equal(
            [(1, 1, null), (1, 1, null), (0, joined.ToUnixTimeMilliseconds() / 1000.0, Timestamp.FromDateTimeOffset(joined))],
            board.Rows[0].Values.Select(v => (v.Count, v.Number, (Timestamp?)v.Time)));
        var recent = Select("contacts_offered");
        recent.Window = new Window { Sliding = new Duration { Seconds = 600 } };
        Assert.Equal(0, (await _server.BoardAsync(recent)).Rows[0].Values[0].Count);
    }

    [Fact]
    public async Task A_connected_visit_taken_over_is_seen_but_counts_neither_as_offered_nor_as_answered()
    {
        await SendAsync(Report(Now, Connected("v", "ann")));
        await _server.AssertCountAsync([0, 0, 1], "contacts_offered", "contacts_answered", "contacts_interacting");

        await SendAsync(Ended("v", VisitOutcome.CompletedByAgent));

        await _server.AssertCountAsync([0, 0, 0, 0], "contacts_offered", "contacts_answered", "contacts_interacting", "contacts_handled");
    }

    [Fact]
    public async Task A_held_visit_taken_over_is_on_hold()
    {
        var visit = Connected("v", "ann");
        visit.HeldTime = visit.AnsweredTime;

        await SendAsync(Report(Now, visit));

        await _server.AssertCountAsync([0, 1], "contacts_interacting", "contacts_on_hold");
        Assert.Empty((await SendAsync(Resumed("v"))).Rejections);
    }

    [Fact]
    public async Task A_visit_that_was_answered_meanwhile_counts_as_answered()
    {
        await SendAsync(Queued("v"));

        await SendAsync(Report(Now, Connected("v", "ann")));

        await _server.AssertCountAsync([1, 1, 0, 0], "contacts_offered", "contacts_answered", "contacts_waiting", "ghosts_closed");
    }

    [Fact]
    public async Task A_known_visit_in_another_queue_is_another_visit()
    {
        await SendAsync(Queued("v", "sales"));

        await SendAsync(Report(Now,
            new LiveVisit { Visit = new() { VisitId = "v", Queue = "help" }, QueuedTime = Timestamp.FromDateTimeOffset(Now) }));

        var board = await _server.BoardAsync(SelectBy(["queue"], ["contacts_offered", "contacts_lost", "contacts_waiting"]));
        Assert.Equal(["help 1 0 1", "sales 1 1 0"], board.Rows
            .Select(r => $"{r.Labels[0]} {string.Join(' ', r.Values.Select(v => v.Count))}"));
    }

    [Fact]
    public async Task Agents_are_set_as_reported()
    {
        await SendAsync(Present("ann"), Present("bob"), Member("ann", "sales"), Member("bob", "sales"));
        var report = Report(Now);
        report.FloorReport.Agents.Add(new LiveAgent
        {
            Agent = "bob",
            Presence = Presence.Break,
            Reason = "lunch",
            Memberships = { new LiveMembership { Queue = "help", State = MembershipState.Joined } },
        });
        report.FloorReport.Agents.Add(new LiveAgent { Agent = "eve", Presence = Presence.Available });

        await SendAsync(report);

        await _server.AssertCountAsync([2, 1, 1], "agents_logged_in", "agents_available", "agents_on_break");
        var byQueue = await _server.BoardAsync(SelectBy(["queue"], ["agents_logged_in"]));
        Assert.Equal(["help 1", "sales 0"], byQueue.Rows.Where(r => r.Labels[0].Length > 0)
            .Select(r => $"{r.Labels[0]} {r.Values[0].Count}"));
    }

    [Theory]
    [InlineData("year 9999", 253_402_300_799)]
    [InlineData("year 1", -62_135_596_800)]
    public async Task Absurd_times_do_no_harm(string when, long seconds)
    {
        var time = new Timestamp { Seconds = seconds };
        var waiting = new LiveVisit { Visit = new() { VisitId = when, Queue = "sales" }, QueuedTime = time };
        var held = new LiveVisit
        {
            Visit = new() { VisitId = $"{when} held", Queue = "sales" },
            QueuedTime = time,
            Agent = "ann",
            AnsweredTime = time,
            HeldTime = time,
        };
        var report = Report(Now, waiting, held);
        if (seconds > 0) report.OccurredTime = time;

        await SendAsync(report);
        for (var i = 0; i < 100; i++)
        {
            var second = Now.AddSeconds(i - 100);
            await SendAsync(At(second, Queued($"v{i}")), At(second, Ended($"v{i}", VisitOutcome.Abandoned)));
        }

        var window = Select("contacts_abandoned", "contacts_waiting", "contacts_on_hold", "reconciliation_residual");
        window.Window = new Window { Sliding = new Duration { Seconds = 50 } };
        var values = (await _server.BoardAsync(window)).Rows[0].Values.Select(v => v.Count).ToList();
        Assert.InRange(values[0], 20, 52); // The window moved on while the events were sent.
        Assert.Equal([1, 1, 0], values.Skip(1));
    }

    private static Event Part(params LiveVisit[] visits)
    {
        var part = Report(Now, visits);
        part.FloorReport.MoreFollows = true;
        return part;
    }

    private static Event Report(DateTimeOffset time, params LiveVisit[] visits)
        => At(time, new() { FloorReport = new() { Visits = { visits } } });

    private static Timestamp Stamp(DateTimeOffset time) => Timestamp.FromDateTimeOffset(time);

    private static LiveVisit Waiting(string id, DateTimeOffset joined)
        => new() { Visit = new() { VisitId = id, Queue = "sales" }, QueuedTime = Timestamp.FromDateTimeOffset(joined) };

    private static LiveVisit Connected(string id, string agent)
    {
        var visit = Waiting(id, Now.AddSeconds(-20));
        visit.Agent = agent;
        visit.AnsweredTime = Timestamp.FromDateTimeOffset(Now.AddSeconds(-10));
        return visit;
    }

    private async Task<Acked> SendAsync(params Event[] events)
    {
        var acked = await _adapter.SendAndAckAsync(_next, events);
        _next += events.Length;
        Assert.Empty(acked.Rejections);
        return acked;
    }
}
