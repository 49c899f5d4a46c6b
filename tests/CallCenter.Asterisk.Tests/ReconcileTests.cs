using CallCenter.V1;

namespace CallCenter.Asterisk.Tests;

/// <summary>Snapshots against what is known already, and events that are older than the snapshot before them.</summary>
public sealed class ReconcileTests
{
    private const string Join = "1 QueueCallerJoin Uniqueid=c1 Queue=sales";
    private const string Talking = Join
        + "\n2 AgentConnect Uniqueid=c1 DestUniqueid=a1 Queue=sales Interface=SIP/1 MemberName=Ann HoldTime=1 RingTime=1";
    private const string Added = "1 QueueMemberAdded Queue=sales Interface=SIP/1 MemberName=Ann Status=1 Paused=0";

    private readonly AsteriskMapper _mapper = new(new MappingOptions());

    [Fact]
    public void Join_and_leave_that_were_raised_before_the_snapshot_change_nothing_after_it()
    {
        Take(Floor(10) with { Waiting = [new WaitingRow("c1", "sales", TimeSpan.FromSeconds(4))] });
        Assert.Equal("", Tell("6.2 QueueCallerJoin Uniqueid=c1 Queue=sales\n9.9 QueueCallerLeave Uniqueid=c2 Queue=sales"));
    }

    [Fact]
    public void Answer_after_the_snapshot_bears_the_id_of_the_report()
    {
        var report = Take(Floor(10) with { Waiting = [new WaitingRow("c1", "sales", TimeSpan.FromSeconds(4))] })[^1].FloorReport;
        Assert.Equal(("c1/sales/1", ""), (report.Visits[0].Visit.VisitId, report.Visits[0].Agent));
        Assert.Contains(
            "answered c1/sales/1 SIP/1",
            Tell("12 AgentConnect Uniqueid=c1 DestUniqueid=a1 Queue=sales Interface=SIP/1 MemberName=Ann HoldTime=6 RingTime=1"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Caller_who_was_answered_while_away_is_reported_with_the_agent_and_completes()
    {
        Tell(Join);
        var report = Take(Floor(10) with
        {
            Channels = Channels(new TalkingRow("c1", "sales", TimeSpan.FromSeconds(9)) { Interface = "SIP/1", AgentChannel = "a1" }),
        })[^1].FloorReport;
        Assert.Equal(("c1/sales/1", "SIP/1"), (report.Visits[0].Visit.VisitId, report.Visits[0].Agent));
        Assert.Equal(
            "11 held c1/sales/1\n20 CompletedByCustomer c1/sales/1 talk=15",
            Tell("11 Hold Uniqueid=a1\n20 AgentComplete Uniqueid=c1 Queue=sales Interface=SIP/1 TalkTime=15 Reason=caller"));
    }

    [Fact]
    public void Conversation_is_kept_when_channels_may_not_be_listed()
    {
        Tell(Join + "\n2 AgentConnect Uniqueid=c1 DestUniqueid=a1 Queue=sales Interface=SIP/1 MemberName=Ann HoldTime=1 RingTime=1");
        var report = Take(Floor(10) with { Channels = null })[^1].FloorReport;
        Assert.Equal("SIP/1", Assert.Single(report.Visits).Agent);
    }

    [Fact]
    public void Caller_who_was_transferred_and_is_still_in_the_application_is_not_taken_over()
    {
        Tell("""
        1 QueueCallerJoin Uniqueid=c1 Queue=sales
        2 AgentConnect Uniqueid=c1 DestUniqueid=a1 Queue=sales Interface=SIP/1 MemberName=Ann HoldTime=1 RingTime=1
        5 AgentComplete Uniqueid=c1 Queue=sales Interface=SIP/1 TalkTime=3 Reason=agent
        """);
        var row = new TalkingRow("c1", "sales", TimeSpan.FromSeconds(9)) { Interface = "SIP/1" };
        var report = Take(Floor(10) with { Channels = Channels(row) })[^1].FloorReport;
        Assert.Empty(report.Visits);
    }

    [Fact]
    public void Ringing_before_the_snapshot_is_closed_and_its_answer_still_counts()
    {
        Tell(Join + "\n2 AgentCalled Uniqueid=c1 DestUniqueid=a1 Queue=sales Interface=SIP/1 MemberName=Ann");
        var events = Take(Floor(10) with { Waiting = [new WaitingRow("c1", "sales", TimeSpan.FromSeconds(9))] });
        Assert.StartsWith("10 Canceled c1/sales/1 SIP/1", Play.Lines(events), StringComparison.Ordinal);
    }

    [Fact]
    public void Leave_that_was_undecided_when_the_connection_broke_is_not_decided_by_guess()
    {
        Tell(Join + "\n2 QueueCallerLeave Uniqueid=c1 Queue=sales");
        _mapper.MarkGap();
        var events = Take(Floor(60));
        Assert.Equal(Event.KindOneofCase.FloorReport, Assert.Single(events).KindCase);
        Assert.Empty(events[0].FloorReport.Visits);
    }

    [Fact]
    public void Pause_that_was_raised_before_the_snapshot_changes_nothing_after_it()
    {
        Tell(Added);
        var paused = new MemberReport("sales", "SIP/1", "Ann", default) { IsPaused = true, Reason = "Lunch", Device = 1 };
        Take(Floor(10) with { Members = [paused] });
        Assert.Equal("", Tell("9.9 QueueMemberPause Queue=sales Interface=SIP/1 MemberName=Ann Paused=0 Status=1"));
    }

    [Fact]
    public void Members_that_came_and_went_without_an_event_are_corrected()
    {
        Tell(Added);
        Assert.Equal(
            """
            10 named SIP/2 Ann
            10 Joined SIP/2 sales
            10 Available SIP/2
            10 Left SIP/1 sales
            10 Offline SIP/1
            """,
            Play.Lines(Take(Members(10, "SIP/2"), SyncScope.Members)));
    }

    [Fact]
    public void Comparison_that_finds_no_difference_says_nothing()
    {
        Tell(Added);
        Assert.Empty(Take(Members(10, "SIP/1"), SyncScope.Members));
    }

    [Fact]
    public void Caller_who_is_missing_in_two_comparisons_in_a_row_is_lost()
    {
        Tell(Join);
        var there = Floor(20) with { Waiting = [new WaitingRow("c1", "sales", TimeSpan.FromSeconds(19))] };
        Assert.Empty(Take(Floor(10), SyncScope.Members));
        Assert.Empty(Take(there, SyncScope.Members));
        Assert.Empty(Take(Floor(30), SyncScope.Members));
        Assert.Equal("40 Lost c1/sales/1", Play.Lines(Take(Floor(40), SyncScope.Members)));
    }

    [Fact]
    public void Conversation_of_which_no_channel_is_there_in_two_comparisons_in_a_row_is_lost()
    {
        Tell(Talking);
        var there = Floor(20) with { Channels = Channels(new TalkingRow("c1", "sales", default)) };
        Assert.Empty(Take(Floor(10), SyncScope.Conversations));
        Assert.Empty(Take(there, SyncScope.Conversations));
        Assert.Empty(Take(Floor(30), SyncScope.Conversations));
        Assert.Equal("40 Lost c1/sales/1", Play.Lines(Take(Floor(40), SyncScope.Conversations)));
    }

    [Fact]
    public void Conversation_is_kept_when_a_comparison_knows_no_channels()
    {
        Tell(Talking);
        Assert.Empty(Take(Floor(10) with { Channels = null }, SyncScope.Conversations));
        Assert.Empty(Take(Floor(20) with { Channels = null }, SyncScope.Conversations));
    }

    [Fact]
    public void Conversation_keeps_its_hold_across_a_reconnect()
    {
        Tell(Talking + "\n5 Hold Uniqueid=a1");
        var row = new TalkingRow("c1", "sales", default) { Interface = "SIP/1", AgentChannel = "a1" };
        var live = Assert.Single(Take(Floor(10) with { Channels = Channels(row) })[^1].FloorReport.Visits);
        Assert.Equal(1_700_000_005, live.HeldTime.Seconds);
        Assert.Equal("12 resumed c1/sales/1", Tell("12 Unhold Uniqueid=a1"));
    }

    [Fact]
    public void Phone_behind_a_Local_channel_is_found_in_the_list_of_channels()
    {
        var row = new TalkingRow("c1", "600", default) { Interface = "Local/101@from-queue/n", AgentChannel = "l1" };
        var channels = Channels(row) with
        {
            Live = new HashSet<string> { "c1", "l1", "l2", "p1" },
            Halves = [("l1", "l2")],
            Bridged = [("c1", "b1"), ("l1", "b1"), ("l2", "b2"), ("p1", "b2")],
        };
        Take(Floor(10) with { Channels = channels });
        Assert.Equal(
            "12 held c1/600/1\n20 CompletedByAgent c1/600/1 talk=10",
            Tell("12 Hold Uniqueid=p1\n20 Hangup Uniqueid=p1\n30 Reload Module=x"));
    }

    [Fact]
    public void Caller_in_the_place_of_one_whose_channel_was_replaced_is_the_same_visit()
    {
        Tell(Join + "\n2 Hangup Uniqueid=c1 Channel=SIP/1<ZOMBIE>");
        var row = new WaitingRow("n1", "sales", TimeSpan.FromSeconds(9));
        Assert.Equal("c1/sales/1", Assert.Single(Take(Floor(10) with { Waiting = [row] })[^1].FloorReport.Visits).Visit.VisitId);
        Assert.Contains(
            "KeyExit c1/sales/1", Tell("12 QueueCallerLeave Uniqueid=n1 Queue=sales\n20 Reload Module=x"), StringComparison.Ordinal);
    }

    [Fact]
    public void Report_says_presence_and_memberships_of_all_who_are_not_offline()
    {
        Tell(Added + "\n1 QueueMemberAdded Queue=vip Interface=SIP/2 MemberName=Bo Status=5 Paused=0");
        var paused = new MemberReport("sales", "SIP/1", "Ann", default) { IsPaused = true, Reason = "Coffee", Device = 1 };
        var gone = new MemberReport("vip", "SIP/2", "Bo", default) { Device = 5 };
        var agent = Assert.Single(Take(Floor(10) with { Members = [paused, gone] })[^1].FloorReport.Agents);
        Assert.Equal(("SIP/1", Presence.Break, "Coffee"), (agent.Agent, agent.Presence, agent.Reason));
        var membership = Assert.Single(agent.Memberships);
        Assert.Equal(("sales", MembershipState.Paused, "Coffee"), (membership.Queue, membership.State, membership.Reason));
    }

    [Fact]
    public void Long_names_stay_within_128_bytes_and_apart()
    {
        var queue = new string('長', 60);
        var first = Play.Events($"1 QueueCallerJoin Uniqueid=c1 Queue={queue}1")[0].VisitQueued;
        var second = Play.Events($"1 QueueCallerJoin Uniqueid=c1 Queue={queue}2")[0].VisitQueued;
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(first.VisitId), 100, 128);
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(first.Queue), 100, 128);
        Assert.NotEqual((first.VisitId, first.Queue), (second.VisitId, second.Queue));
    }

    private static QueueSnapshot Floor(int seconds) =>
        new(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000 + seconds))
        {
            Queues = ["sales"],
            Members = [],
            Waiting = [],
            Channels = Channels(),
        };

    private static ChannelSnapshot Channels(params TalkingRow[] rows) => new()
    {
        Talking = rows,
        Live = rows.Select(row => row.Caller).Concat(rows.Select(row => row.AgentChannel)).ToHashSet(),
    };

    private static QueueSnapshot Members(int seconds, string device) =>
        Floor(seconds) with { Members = [new MemberReport("sales", device, "Ann", default) { Device = 1 }] };

    private IReadOnlyList<Event> Take(QueueSnapshot snapshot, SyncScope scope = SyncScope.Floor) => _mapper.Reconcile(snapshot, scope);

    private string Tell(string script)
    {
        var reader = new AmiReader(new MemoryStream(Play.Bytes(script)));
        var events = new List<Event>();
        while (reader.Read() is { } message)
            events.AddRange(_mapper.Apply(message, default));
        return Play.Lines(events);
    }
}
