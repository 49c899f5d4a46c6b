namespace CallCenter.Asterisk.Tests;

/// <summary>Membership, pause, presence and wrap-up.</summary>
public sealed class AgentTests
{
    private const string Member = "1 QueueMemberAdded Queue=sales Interface=SIP/1 MemberName=Ann Status=1 Paused=0\n";

    private const string Available = """
        1 named SIP/1 Ann
        1 Joined SIP/1 sales
        1 Available SIP/1

        """;

    private const string Call = """
        2 QueueCallerJoin Uniqueid=c1 Queue=sales
        3 AgentConnect Uniqueid=c1 DestUniqueid=a1 Queue=sales Interface=SIP/1 MemberName=Ann HoldTime=1 RingTime=1
        9 AgentComplete Uniqueid=c1 Queue=sales Interface=SIP/1 HoldTime=1 TalkTime=6 Reason=agent

        """;

    private static readonly MappingOptions WrapUp = new() { WrapUp = TimeSpan.FromSeconds(15) };

    [Fact]
    public void Agent_is_available_from_the_first_queue_and_offline_after_the_last() => Assert.Equal(
        Available + """
        2 Joined SIP/1 vip
        3 Left SIP/1 sales
        4 Left SIP/1 vip
        4 Offline SIP/1
        """,
        Play.Agents(Member + """
        2 QueueMemberAdded Queue=vip Interface=SIP/1 MemberName=Ann Status=1 Paused=0
        3 QueueMemberRemoved Queue=sales Interface=SIP/1 MemberName=Ann Status=1 Paused=0
        4 QueueMemberRemoved Queue=vip Interface=SIP/1 MemberName=Ann Status=1 Paused=0
        """));

    [Fact]
    public void Pause_with_another_reason_changes_the_reason_and_a_second_unpause_changes_nothing() => Assert.Equal(
        Available + """
        2 Paused SIP/1 sales Lunch
        2 Break SIP/1 Lunch
        3 Paused SIP/1 sales Training
        3 NotReady SIP/1 Training
        4 Joined SIP/1 sales
        4 Available SIP/1
        """,
        Play.Agents(Member + """
        2 QueueMemberPause Queue=sales Interface=SIP/1 MemberName=Ann Paused=1 PausedReason=Lunch
        3 QueueMemberPause Queue=sales Interface=SIP/1 MemberName=Ann Paused=1 PausedReason=Training
        4 QueueMemberPause Queue=sales Interface=SIP/1 MemberName=Ann Paused=0 PausedReason=
        5 QueueMemberPause Queue=sales Interface=SIP/1 MemberName=Ann Paused=0 PausedReason=
        """));

    [Fact]
    public void Agent_is_on_break_only_when_paused_in_all_queues() => Assert.Equal(
        Available + """
        1 Joined SIP/1 vip
        2 Paused SIP/1 vip Coffee
        2.001 Paused SIP/1 sales Coffee
        2.001 Break SIP/1 Coffee
        3 Joined SIP/1 vip
        3 Available SIP/1
        """,
        Play.Agents(Member + """
        1 QueueMemberAdded Queue=vip Interface=SIP/1 MemberName=Ann Status=1 Paused=0
        2 QueueMemberPause Queue=vip Interface=SIP/1 MemberName=Ann Paused=1 PausedReason=Coffee
        2.001 QueueMemberPause Queue=sales Interface=SIP/1 MemberName=Ann Paused=1 PausedReason=Coffee
        3 QueueMemberPause Queue=vip Interface=SIP/1 MemberName=Ann Paused=0 PausedReason=
        """));

    [Theory]
    [InlineData("LUNCH", "Break")]
    [InlineData("小休", "Break")]
    [InlineData("Auto-Pause", "NotReady")]
    [InlineData("", "NotReady")]
    public void Reason_tells_break_from_not_ready(string reason, string presence) => Assert.EndsWith(
        $"2 {presence} SIP/1 {reason}".TrimEnd(),
        Play.Agents(Member + $"2 QueueMemberPause Queue=sales Interface=SIP/1 MemberName=Ann Paused=1 PausedReason={reason}"),
        StringComparison.Ordinal);

    [Fact]
    public void Restart_ends_the_pause_of_a_static_member_and_keeps_that_of_a_dynamic_one() => Assert.Equal(
        """
        1 named SIP/1 Ann
        1 Paused SIP/1 sales Lunch
        1 Break SIP/1 Lunch
        1 named SIP/2 Bo
        1 Paused SIP/2 sales Lunch
        1 Break SIP/2 Lunch
        60.000001 Joined SIP/1 sales
        60.000001 Available SIP/1
        """,
        Play.Agents("""
        - FullyBooted Uptime=100
        1 QueueMemberPause Queue=sales Interface=SIP/1 MemberName=Ann Membership=static Paused=1 PausedReason=Lunch
        1 QueueMemberPause Queue=sales Interface=SIP/2 MemberName=Bo Membership=dynamic Paused=1 PausedReason=Lunch
        60 QueueCallerLeave Uniqueid=of-no-one Queue=sales
        - FullyBooted Uptime=0
        """));

    [Fact]
    public void One_name_on_two_interfaces_is_two_agents() => Assert.Equal(
        Available + """
        2 named IAX2/7 Ann
        2 Joined IAX2/7 sales
        2 Available IAX2/7
        """,
        Play.Agents(Member + "2 QueueMemberAdded Queue=sales Interface=IAX2/7 MemberName=Ann Status=1 Paused=0"));

    [Fact]
    public void Device_that_is_a_member_of_two_queues_is_busy_once_and_with_the_queues_call() => Assert.Equal(
        Available + "1 Joined SIP/1 vip",
        Play.Agents(Member + "1 QueueMemberAdded Queue=vip Interface=SIP/1 MemberName=Ann Status=1 Paused=0\n" + """
        2 QueueCallerJoin Uniqueid=c1 Queue=sales
        3 AgentConnect Uniqueid=c1 DestUniqueid=a1 Queue=sales Interface=SIP/1 MemberName=Ann HoldTime=1 RingTime=1
        3 QueueMemberStatus Queue=vip Interface=SIP/1 MemberName=Ann Status=2 InCall=0 Paused=0
        3 QueueMemberStatus Queue=sales Interface=SIP/1 MemberName=Ann Status=2 InCall=1 Paused=0
        60 QueueMemberStatus Queue=vip Interface=SIP/1 MemberName=Ann Status=2 InCall=0 Paused=0
        """));

    [Fact]
    public void Device_in_a_call_from_no_queue_is_not_ready_from_its_beginning() => Assert.Equal(
        Available + """
        2 NotReady SIP/1 other-call
        30 Available SIP/1
        """,
        Play.Agents(Member + """
        2 QueueMemberStatus Queue=sales Interface=SIP/1 MemberName=Ann Status=2 InCall=0 Paused=0
        30 QueueMemberStatus Queue=sales Interface=SIP/1 MemberName=Ann Status=1 InCall=0 Paused=0
        """));

    [Fact]
    public void Device_state_that_trails_the_call_is_no_other_call() => Assert.Equal(
        Available.TrimEnd(),
        Play.Agents(Member + """
        2 QueueCallerJoin Uniqueid=c1 Queue=sales
        3 AgentConnect Uniqueid=c1 DestUniqueid=a1 Queue=sales Interface=SIP/1 MemberName=Ann HoldTime=1 RingTime=1
        3.5 QueueMemberStatus Queue=sales Interface=SIP/1 MemberName=Ann Status=2 InCall=1 Paused=0
        9 AgentComplete Uniqueid=c1 Queue=sales Interface=SIP/1 HoldTime=1 TalkTime=6 Reason=agent
        9.5 QueueMemberStatus Queue=sales Interface=SIP/1 MemberName=Ann Status=1 InCall=0 Paused=0
        60 QueueCallerJoin Uniqueid=c2 Queue=sales
        """));

    [Fact]
    public void Two_short_calls_are_not_taken_for_one_long() => Assert.Equal(
        Available.TrimEnd(),
        Play.Agents(Member + """
        2 QueueMemberStatus Queue=sales Interface=SIP/1 MemberName=Ann Status=2 InCall=0 Paused=0
        4 QueueMemberStatus Queue=sales Interface=SIP/1 MemberName=Ann Status=1 InCall=0 Paused=0
        6 QueueMemberStatus Queue=sales Interface=SIP/1 MemberName=Ann Status=2 InCall=0 Paused=0
        9 QueueMemberStatus Queue=sales Interface=SIP/1 MemberName=Ann Status=1 InCall=0 Paused=0
        60 QueueCallerJoin Uniqueid=c2 Queue=sales
        """));

    [Fact]
    public void Device_that_stays_unreachable_puts_its_agent_offline_and_a_blink_does_not() => Assert.Equal(
        Available + """
        10 Offline SIP/1
        40 Available SIP/1
        """,
        Play.Agents(Member + """
        2 QueueMemberStatus Queue=sales Interface=SIP/1 MemberName=Ann Status=5 Paused=0
        4 QueueMemberStatus Queue=sales Interface=SIP/1 MemberName=Ann Status=1 Paused=0
        10 QueueMemberStatus Queue=sales Interface=SIP/1 MemberName=Ann Status=5 Paused=0
        40 QueueMemberStatus Queue=sales Interface=SIP/1 MemberName=Ann Status=1 Paused=0
        """));

    [Fact]
    public void Member_that_is_unreachable_when_it_joins_is_offline_until_its_device_is_there() => Assert.Equal(
        """
        1 named SIP/1 Ann
        1 Joined SIP/1 sales
        40 Available SIP/1
        """,
        Play.Agents("""
        1 QueueMemberAdded Queue=sales Interface=SIP/1 MemberName=Ann Status=5 Paused=0
        40 QueueMemberStatus Queue=sales Interface=SIP/1 MemberName=Ann Status=1 Paused=0
        """));

    [Fact]
    public void Static_member_is_known_by_its_first_status() => Assert.Equal(
        Available.TrimEnd(),
        Play.Agents("1 QueueMemberStatus Queue=sales Interface=SIP/1 MemberName=Ann Status=1 Paused=0"));

    [Fact]
    public void Status_that_was_raised_before_the_removal_does_not_bring_the_member_back() => Assert.EndsWith(
        "2 Offline SIP/1",
        Play.Agents(Member + """
        2 QueueMemberRemoved Queue=sales Interface=SIP/1 MemberName=Ann Status=1 Paused=0
        1.9999 QueueMemberStatus Queue=sales Interface=SIP/1 MemberName=Ann Status=1 Paused=0
        2.0001 QueueMemberStatus Queue=sales Interface=SIP/1 MemberName=Ann Status=1 Paused=0
        """), StringComparison.Ordinal);

    [Fact]
    public void Member_without_a_name_bears_its_interface_until_a_name_is_told() => Assert.Equal(
        """
        1 named SIP/1 SIP/1
        1 Joined SIP/1 sales
        1 Available SIP/1
        2 named SIP/1 Ann
        2 Joined SIP/1 vip
        """,
        Play.Agents("""
        1 QueueMemberAdded Queue=sales Interface=SIP/1 MemberName=SIP/1 Status=1 Paused=0
        2 QueueMemberAdded Queue=vip Interface=SIP/1 MemberName=Ann Status=1 Paused=0
        """));

    [Fact]
    public void Wrap_up_is_invisible_and_comes_from_the_options() => Assert.Equal(
        """
        2 queued c1/sales/1
        3 answered c1/sales/1 SIP/1 wait=1 ring=1
        9 CompletedByAgent c1/sales/1 talk=6 wrap-up
        24 wrap-up ended c1/sales/1
        40 queued c2/sales/1
        """,
        Play.Visits(Member + Call + "40 QueueCallerJoin Uniqueid=c2 Queue=sales", WrapUp));

    [Fact]
    public void Wrap_up_of_the_member_goes_before_that_of_the_queue() => Assert.Contains(
        "\n11 wrap-up ended c1/sales/1\n",
        Play.Visits(Member.TrimEnd() + " Wrapuptime=2\n" + Call + "40 QueueCallerJoin Uniqueid=c2 Queue=sales", WrapUp),
        StringComparison.Ordinal);

    [Fact]
    public void Agent_who_paused_during_the_call_has_no_wrap_up() => Assert.DoesNotContain(
        "wrap-up",
        Play.Visits(Member + """
        2 QueueCallerJoin Uniqueid=c1 Queue=sales
        3 AgentConnect Uniqueid=c1 DestUniqueid=a1 Queue=sales Interface=SIP/1 MemberName=Ann HoldTime=1 RingTime=1
        4 QueueMemberPause Queue=sales Interface=SIP/1 MemberName=Ann Paused=1 PausedReason=Coffee
        9 AgentComplete Uniqueid=c1 Queue=sales Interface=SIP/1 HoldTime=1 TalkTime=6 Reason=agent
        40 QueueCallerJoin Uniqueid=c2 Queue=sales
        """, WrapUp), StringComparison.Ordinal);
}
