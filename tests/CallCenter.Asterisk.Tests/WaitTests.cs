namespace CallCenter.Asterisk.Tests;

/// <summary>Ways into and out of a queue.</summary>
public sealed class WaitTests
{
    [Fact]
    public void Abandon_after_a_hangup_request_is_abandoned() => Assert.Equal(
        """
        1 queued c1/sales/1
        9 Abandoned c1/sales/1 wait=8
        """,
        Play.Visits("""
        1 QueueCallerJoin Uniqueid=c1 Queue=sales
        9 HangupRequest Uniqueid=c1 Cause=16
        9 QueueCallerAbandon Uniqueid=c1 Queue=sales HoldTime=8
        9 QueueCallerLeave Uniqueid=c1 Queue=sales
        9 Hangup Uniqueid=c1 Cause=16
        """));

    [Fact]
    public void Abandon_with_only_a_hangup_after_it_is_abandoned() => Assert.Equal(
        """
        1 queued c1/sales/1
        9 Abandoned c1/sales/1 wait=8
        """,
        Play.Visits("""
        1 QueueCallerJoin Uniqueid=c1 Queue=sales
        9 QueueCallerAbandon Uniqueid=c1 Queue=sales HoldTime=8
        9 QueueCallerLeave Uniqueid=c1 Queue=sales
        9.002 Hangup Uniqueid=c1 Cause=16
        """));

    [Theory]
    [InlineData("TIMEOUT", "TimedOut")]
    [InlineData("LEAVEEMPTY", "QueueEmpty")]
    [InlineData("LEAVEUNAVAIL", "QueueEmpty")]
    [InlineData("WITHDRAW", "Withdrawn")]
    public void Abandon_is_not_abandoned_when_the_queue_status_says_why(string status, string outcome) => Assert.Equal(
        $"""
        1 queued c1/sales/1
        9 {outcome} c1/sales/1 wait=8
        """,
        Play.Visits($"""
        1 QueueCallerJoin Uniqueid=c1 Queue=sales
        9 QueueCallerAbandon Uniqueid=c1 Queue=sales HoldTime=8
        9 QueueCallerLeave Uniqueid=c1 Queue=sales
        9.001 VarSet Uniqueid=c1 Variable=QUEUESTATUS Value={status}
        10.5 Hangup Uniqueid=c1 Cause=16
        """));

    [Fact]
    public void Queue_status_that_overtakes_the_abandon_still_decides() => Assert.Equal(
        """
        1 queued c1/sales/1
        9.001 TimedOut c1/sales/1 wait=8
        """,
        Play.Visits("""
        1 QueueCallerJoin Uniqueid=c1 Queue=sales
        9 VarSet Uniqueid=c1 Variable=QUEUESTATUS Value=TIMEOUT
        9.001 QueueCallerAbandon Uniqueid=c1 Queue=sales HoldTime=8
        9.001 QueueCallerLeave Uniqueid=c1 Queue=sales
        """));

    [Fact]
    public void Abandon_of_a_channel_that_lives_on_without_a_status_is_redirected() => Assert.Equal(
        """
        1 queued c1/sales/1
        9 Redirected c1/sales/1 wait=8
        """,
        Play.Visits("""
        1 QueueCallerJoin Uniqueid=c1 Queue=sales
        9 QueueCallerAbandon Uniqueid=c1 Queue=sales HoldTime=8
        9 QueueCallerLeave Uniqueid=c1 Queue=sales
        30 Hangup Uniqueid=c1 Cause=16
        """));

    [Fact]
    public void Leave_of_an_answered_visit_ends_nothing() => Assert.Equal(
        """
        1 queued c1/sales/1
        2 offered c1/sales/1 SIP/1
        5.001 answered c1/sales/1 SIP/1 wait=4 ring=3
        9 CompletedByCustomer c1/sales/1 talk=4
        """,
        Play.Visits("""
        1 QueueCallerJoin Uniqueid=c1 Queue=sales
        2 AgentCalled Uniqueid=c1 DestUniqueid=a1 Queue=sales Interface=SIP/1 MemberName=Ann
        5 QueueCallerLeave Uniqueid=c1 Queue=sales
        5.001 AgentConnect Uniqueid=c1 DestUniqueid=a1 Queue=sales Interface=SIP/1 MemberName=Ann HoldTime=4 RingTime=3
        9 AgentComplete Uniqueid=c1 Queue=sales Interface=SIP/1 MemberName=Ann HoldTime=4 TalkTime=4 Reason=caller
        """));

    [Fact]
    public void Leave_with_nothing_after_it_is_an_exit_by_key() => Assert.Equal(
        """
        1 queued c1/sales/1
        5 KeyExit c1/sales/1
        """,
        Play.Visits("""
        1 QueueCallerJoin Uniqueid=c1 Queue=sales
        5 QueueCallerLeave Uniqueid=c1 Queue=sales
        """));

    [Fact]
    public void Exit_by_key_into_another_queue_ends_the_first_visit_before_the_second_begins() => Assert.Equal(
        """
        1 queued c1/sales/1
        5 KeyExit c1/sales/1
        5.2 queued c1/support/1
        """,
        Play.Visits("""
        1 QueueCallerJoin Uniqueid=c1 Queue=sales
        5 QueueCallerLeave Uniqueid=c1 Queue=sales
        5.2 QueueCallerJoin Uniqueid=c1 Queue=support
        """));

    [Fact]
    public void Slow_gosub_of_a_member_between_leave_and_connect_is_no_exit_by_key() => Assert.Equal(
        """
        1 queued c1/sales/1
        2 offered c1/sales/1 SIP/1
        20 answered c1/sales/1 SIP/1 wait=19 ring=2
        """,
        Play.Visits("""
        1 QueueCallerJoin Uniqueid=c1 Queue=sales
        2 AgentCalled Uniqueid=c1 DestUniqueid=a1 Queue=sales Interface=SIP/1 MemberName=Ann
        4 DialEnd Uniqueid=c1 DestUniqueid=a1 DialStatus=ANSWER
        5 QueueCallerLeave Uniqueid=c1 Queue=sales
        19 QueueCallerJoin Uniqueid=c2 Queue=other-that-passes-time
        20 AgentConnect Uniqueid=c1 DestUniqueid=a1 Queue=sales Interface=SIP/1 MemberName=Ann HoldTime=19 RingTime=2
        """).Replace("19 queued c2/other-that-passes-time/1\n", "", StringComparison.Ordinal));

    [Theory]
    [InlineData("FULL", "full")]
    [InlineData("JOINEMPTY", "join-empty")]
    [InlineData("JOINUNAVAIL", "join-unavailable")]
    public void Refused_caller_is_seen_by_the_queue_status_alone(string status, string reason) => Assert.Equal(
        $"2 refused sales {reason}",
        Play.Visits($"""
        1 Newexten Uniqueid=c1 Exten=8001 Application=Queue AppData=sales,tT,,,60
        2 VarSet Uniqueid=c1 Exten=8001 Variable=QUEUESTATUS Value={status}
        2 VarSet Uniqueid=c1 Exten=8001 Variable=QUEUESTATUS Value={status}
        3 Hangup Uniqueid=c1 Cause=16
        """));

    [Fact]
    public void Same_caller_in_two_queues_and_twice_in_one_makes_a_visit_each() => Assert.Equal(
        """
        1 queued c1/sales/1
        2 KeyExit c1/sales/1
        3 queued c1/support/1
        4 KeyExit c1/support/1
        5 queued c1/sales/2
        6 KeyExit c1/sales/2
        """,
        Play.Visits("""
        1 QueueCallerJoin Uniqueid=c1 Queue=sales
        2 QueueCallerLeave Uniqueid=c1 Queue=sales
        3 QueueCallerJoin Uniqueid=c1 Queue=support
        4 QueueCallerLeave Uniqueid=c1 Queue=support
        5 QueueCallerJoin Uniqueid=c1 Queue=sales
        6 QueueCallerLeave Uniqueid=c1 Queue=sales
        """));

    [Fact]
    public void Consult_leg_with_the_customers_number_is_a_caller_of_its_own() => Assert.Equal(
        """
        1 queued c1/sales/1
        2 queued k1/support/1
        """,
        Play.Visits("""
        1 QueueCallerJoin Uniqueid=c1 Linkedid=c1 CallerIDNum=4930 Queue=sales
        2 QueueCallerJoin Uniqueid=k1 Linkedid=c1 CallerIDNum=4930 Queue=support
        """));

    [Fact]
    public void Channel_that_hangs_up_in_the_queue_without_a_word_of_the_queue_is_lost_not_abandoned() => Assert.Equal(
        """
        1 queued c1/sales/1
        9 Lost c1/sales/1
        """,
        Play.Visits("""
        1 QueueCallerJoin Uniqueid=c1 Queue=sales
        9 Hangup Uniqueid=c1 Cause=16
        """));

    [Fact]
    public void Uniqueids_that_are_equal_as_numbers_are_different_callers() => Assert.Equal(
        """
        1 queued 1795324015.2/sales/1
        2 queued 1795324015.20/sales/1
        """,
        Play.Visits("""
        1 QueueCallerJoin Uniqueid=1795324015.2 Queue=sales
        2 QueueCallerJoin Uniqueid=1795324015.20 Queue=sales
        """));

    [Fact]
    public void Wait_is_Asterisks_whole_seconds_and_not_the_difference_of_stamps() => Assert.Contains(
        "wait=20 ",
        Play.Visits("""
        1.100 QueueCallerJoin Uniqueid=c1 Queue=sales
        22.050 AgentConnect Uniqueid=c1 DestUniqueid=a1 Queue=sales Interface=SIP/1 MemberName=Ann HoldTime=20 RingTime=3
        """), StringComparison.Ordinal);

    [Fact]
    public void Times_that_step_back_by_microseconds_are_taken_as_they_are() => Assert.Equal(
        """
        1 queued c1/sales/1
        4.99996 answered c1/sales/1 SIP/1 wait=4 ring=3
        """,
        Play.Visits("""
        1 QueueCallerJoin Uniqueid=c1 Queue=sales
        5 QueueCallerLeave Uniqueid=c1 Queue=sales
        4.99996 AgentConnect Uniqueid=c1 DestUniqueid=a1 Queue=sales Interface=SIP/1 MemberName=Ann HoldTime=4 RingTime=3
        """));

    [Fact]
    public void Process_that_runs_shorter_than_before_has_lost_all_visits() => Assert.Contains(
        "Lost c1/sales/1",
        Play.Visits("""
        - FullyBooted Uptime=900
        1 QueueCallerJoin Uniqueid=c1 Queue=sales
        - FullyBooted Uptime=2
        """), StringComparison.Ordinal);
}
