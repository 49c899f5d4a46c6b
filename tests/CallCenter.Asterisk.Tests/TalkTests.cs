namespace CallCenter.Asterisk.Tests;

/// <summary>Conversations.</summary>
public sealed class TalkTests
{
    private const string Talking = """
        1 QueueCallerJoin Uniqueid=c1 Queue=sales
        2 QueueCallerLeave Uniqueid=c1 Queue=sales
        2 AgentConnect Uniqueid=c1 DestUniqueid=a1 Queue=sales Interface=SIP/1 MemberName=Ann HoldTime=1 RingTime=1

        """;

    private const string Answered = """
        1 queued c1/sales/1
        2 answered c1/sales/1 SIP/1 wait=1 ring=1

        """;

    [Fact]
    public void Hangup_of_the_caller_long_after_a_blind_transfer_ends_nothing() => Assert.Equal(
        Answered + "7 TransferredBlind c1/sales/1 talk=5 to=2001",
        Play.Visits(Talking + """
        7 Unhold Uniqueid=a1
        7 BlindTransfer Result=Success TransfererUniqueid=a1 TransfereeUniqueid=c1 Extension=2001
        7 AgentComplete Uniqueid=c1 Queue=sales Interface=SIP/1 HoldTime=1 TalkTime=5 Reason=transfer
        60 Hangup Uniqueid=c1 Cause=16
        """));

    [Fact]
    public void Blind_transfer_into_a_queue_makes_a_second_visit() => Assert.Equal(
        Answered + """
        7 TransferredBlind c1/sales/1 talk=5 to=support
        8 queued c1/support/1
        """,
        Play.Visits(Talking + """
        7 BlindTransfer Result=Success TransfererUniqueid=a1 TransfereeUniqueid=c1 Extension=support
        7 AgentComplete Uniqueid=c1 Queue=sales Interface=SIP/1 HoldTime=1 TalkTime=5 Reason=transfer
        8 QueueCallerJoin Uniqueid=c1 Queue=support
        """));

    [Fact]
    public void Attended_transfer_is_known_by_its_event() => Assert.Equal(
        Answered + """
        4 held c1/sales/1
        9 TransferredConsult c1/sales/1 talk=7
        """,
        Play.Visits(Talking + """
        4 Hold Uniqueid=a1
        9 AttendedTransfer Result=Success OrigTransfererUniqueid=a1 SecondTransfererUniqueid=x1 TransfereeUniqueid=c1 DestType=Bridge
        9 AgentComplete Uniqueid=c1 Queue=sales Interface=SIP/1 HoldTime=1 TalkTime=7 Reason=transfer
        """));

    [Fact]
    public void Transfer_event_that_comes_just_after_complete_still_tells_the_kind() => Assert.Equal(
        Answered + "9 TransferredConsult c1/sales/1 talk=7",
        Play.Visits(Talking + """
        9 AgentComplete Uniqueid=c1 Queue=sales Interface=SIP/1 HoldTime=1 TalkTime=7 Reason=transfer
        9.002 AttendedTransfer Result=Success OrigTransfererUniqueid=a1 SecondTransfererUniqueid=a1 TransfereeUniqueid=c1 DestType=Bridge
        """));

    [Fact]
    public void Transfer_of_unknown_kind_is_blind_after_a_second() => Assert.Equal(
        Answered + "9 TransferredBlind c1/sales/1 talk=7",
        Play.Visits(Talking + "9 AgentComplete Uniqueid=c1 Queue=sales Interface=SIP/1 HoldTime=1 TalkTime=7 Reason=transfer"));

    [Fact]
    public void Attended_transfer_that_loses_the_race_stays_completed_by_agent_as_in_Asterisks_own_books() => Assert.Equal(
        Answered + "9 CompletedByAgent c1/sales/1 talk=7",
        Play.Visits(Talking + """
        9 AgentComplete Uniqueid=c1 Queue=sales Interface=SIP/1 HoldTime=1 TalkTime=7 Reason=agent
        9.0015 AttendedTransfer Result=Success OrigTransfererUniqueid=a1 SecondTransfererUniqueid=a1 TransfereeUniqueid=c1 DestType=Bridge
        """));

    [Fact]
    public void Transfer_that_failed_is_forgotten() => Assert.Equal(
        Answered + "9 CompletedByCustomer c1/sales/1 talk=7",
        Play.Visits(Talking + """
        7 BlindTransfer Result=Fail TransfererUniqueid=a1 TransfereeUniqueid=c1 Extension=2001
        9 AgentComplete Uniqueid=c1 Queue=sales Interface=SIP/1 HoldTime=1 TalkTime=7 Reason=caller
        """));

    [Fact]
    public void Complete_that_comes_late_ends_its_own_visit_though_the_agent_is_on_the_next() => Assert.Equal(
        Answered + """
        10 queued c2/sales/1
        12 answered c2/sales/1 SIP/1 wait=2 ring=1
        20 CompletedByCustomer c1/sales/1 talk=18
        25 CompletedByAgent c2/sales/1 talk=13
        """,
        Play.Visits(Talking + """
        10 QueueCallerJoin Uniqueid=c2 Queue=sales
        12 AgentConnect Uniqueid=c2 DestUniqueid=a2 Queue=sales Interface=SIP/1 MemberName=Ann HoldTime=2 RingTime=1
        20 AgentComplete Uniqueid=c1 Queue=sales Interface=SIP/1 HoldTime=1 TalkTime=18 Reason=caller
        25 AgentComplete Uniqueid=c2 Queue=sales Interface=SIP/1 HoldTime=2 TalkTime=13 Reason=agent
        """));

    [Fact]
    public void Complete_without_channels_ends_the_visit_whose_talk_began_at_that_time() => Assert.Equal(
        Answered + """
        10 queued c2/sales/1
        12 answered c2/sales/1 SIP/1 wait=2 ring=1
        20 CompletedByAgent c2/sales/1 talk=8
        25 CompletedByCustomer c1/sales/1 talk=23
        """,
        Play.Visits(Talking + """
        10 QueueCallerJoin Uniqueid=c2 Queue=sales
        12 AgentConnect Uniqueid=c2 DestUniqueid=a2 Queue=sales Interface=SIP/1 MemberName=Ann HoldTime=2 RingTime=1
        20 AgentComplete Queue=sales Interface=SIP/1 MemberName=Ann HoldTime=2 TalkTime=8 Reason=agent
        25 AgentComplete Queue=sales Interface=SIP/1 MemberName=Ann HoldTime=1 TalkTime=23 Reason=caller
        """));

    [Fact]
    public void Complete_without_channels_ends_no_visit_of_another_agent() => Assert.Equal(
        Answered + """
        3 queued c2/sales/1
        4 answered c2/sales/1 SIP/2 wait=1 ring=1
        9 CompletedByAgent c2/sales/1 talk=7
        """,
        Play.Visits(Talking + """
        3 QueueCallerJoin Uniqueid=c2 Queue=sales
        4 AgentConnect Uniqueid=c2 DestUniqueid=b1 Queue=sales Interface=SIP/2 MemberName=Bo HoldTime=1 RingTime=1
        9 AgentComplete Queue=sales Interface=SIP/2 MemberName=Bo HoldTime=1 TalkTime=7 Reason=agent
        """));

    [Fact]
    public void Hold_that_is_delivered_twice_holds_once() => Assert.Equal(
        Answered + """
        4 held c1/sales/1
        5 resumed c1/sales/1
        """,
        Play.Visits(Talking + """
        4 Hold Uniqueid=a1
        5 Unhold Uniqueid=a1
        4 Hold Uniqueid=a1
        5 Unhold Uniqueid=a1
        """));

    [Fact]
    public void Complete_of_a_member_that_was_removed_during_the_call_counts() => Assert.Equal(
        Answered + "9 CompletedByCustomer c1/sales/1 talk=7",
        Play.Visits(Talking + """
        4 QueueMemberRemoved Queue=sales Interface=SIP/1 MemberName=Ann InCall=1 Status=2
        9 AgentComplete Uniqueid=c1 Queue=sales Interface=SIP/1 HoldTime=1 TalkTime=7 Reason=caller
        """));

    [Fact]
    public void First_channel_of_the_agent_that_is_optimised_away_ends_nothing_and_hold_follows_the_other() => Assert.Equal(
        Answered + """
        4 held c1/sales/1
        5 resumed c1/sales/1
        9 CompletedByAgent c1/sales/1 talk=7
        """,
        Play.Visits(Talking + """
        2.5 LocalOptimizationBegin LocalOneUniqueid=a1 LocalTwoUniqueid=a2 SourceUniqueid=a3 DestUniqueId=a2
        2.5 Hangup Uniqueid=a1 Cause=16
        4 Hold Uniqueid=a3
        5 Unhold Uniqueid=a3
        9 AgentComplete Uniqueid=c1 Queue=sales Interface=SIP/1 HoldTime=1 TalkTime=7 Reason=agent
        """));

    [Fact]
    public void Unhold_without_hold_and_hold_without_unhold_are_told_once_or_not_at_all() => Assert.Equal(
        Answered + """
        4 held c1/sales/1
        9 CompletedByCustomer c1/sales/1 talk=7
        """,
        Play.Visits(Talking + """
        3 Unhold Uniqueid=a1
        4 Hold Uniqueid=a1
        5 Hold Uniqueid=a1
        9 AgentComplete Uniqueid=c1 Queue=sales Interface=SIP/1 HoldTime=1 TalkTime=7 Reason=caller
        12 Unhold Uniqueid=a1
        """));

    [Fact]
    public void Customer_who_puts_the_agent_on_hold_is_not_on_hold() => Assert.Equal(
        Answered.TrimEnd(),
        Play.Visits(Talking + "4 Hold Uniqueid=c1"));

    [Fact]
    public void Call_of_no_seconds_is_answered_and_completed() => Assert.Equal(
        """
        1 queued c1/sales/1
        1 answered c1/sales/1 SIP/1 wait=0 ring=0
        1.004 CompletedByAgent c1/sales/1 talk=0
        """,
        Play.Visits("""
        1 QueueCallerJoin Uniqueid=c1 Queue=sales
        1 AgentConnect Uniqueid=c1 DestUniqueid=a1 Queue=sales Interface=SIP/1 MemberName=Ann HoldTime=0 RingTime=0
        1.004 AgentComplete Uniqueid=c1 Queue=sales Interface=SIP/1 HoldTime=0 TalkTime=0 Reason=agent
        """));

    [Fact]
    public void Answer_of_a_visit_that_nobody_saw_begin_is_not_told() => Assert.Equal(
        "",
        Play.Visits("2 AgentConnect Uniqueid=c1 DestUniqueid=a1 Queue=sales Interface=SIP/1 MemberName=Ann HoldTime=1 RingTime=1"));
}
