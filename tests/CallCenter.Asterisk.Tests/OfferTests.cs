namespace CallCenter.Asterisk.Tests;

/// <summary>Ringing.</summary>
public sealed class OfferTests
{
    private const string Called = """
        1 QueueCallerJoin Uniqueid=c1 Queue=sales
        2 AgentCalled Uniqueid=c1 DestUniqueid=a1 Queue=sales Interface=SIP/1 MemberName=Ann

        """;

    private const string Offered = """
        1 queued c1/sales/1
        2 offered c1/sales/1 SIP/1

        """;

    [Fact]
    public void Ring_time_is_seconds_in_connect_and_milliseconds_in_no_answer() => Assert.Equal(
        Offered + """
        14 NoAnswer c1/sales/1 SIP/1
        16 offered c1/sales/1 SIP/1
        18 answered c1/sales/1 SIP/1 wait=17 ring=2
        """,
        Play.Visits(Called + """
        14 AgentRingNoAnswer Uniqueid=c1 DestUniqueid=a1 Queue=sales Interface=SIP/1 MemberName=Ann RingTime=12000
        14.001 DialEnd Uniqueid=c1 DestUniqueid=a1 DialStatus=NOANSWER
        16 AgentCalled Uniqueid=c1 DestUniqueid=a2 Queue=sales Interface=SIP/1 MemberName=Ann
        18 AgentConnect Uniqueid=c1 DestUniqueid=a2 Queue=sales Interface=SIP/1 MemberName=Ann HoldTime=17 RingTime=2
        """));

    [Fact]
    public void No_answer_of_an_offer_that_was_not_seen_begins_ring_time_milliseconds_earlier() => Assert.Equal(
        """
        1 queued c1/sales/1
        2 offered c1/sales/1 SIP/1
        14 NoAnswer c1/sales/1 SIP/1
        """,
        Play.Visits("""
        1 QueueCallerJoin Uniqueid=c1 Queue=sales
        14 AgentRingNoAnswer Uniqueid=c1 DestUniqueid=a1 Queue=sales Interface=SIP/1 MemberName=Ann RingTime=12000
        """));

    [Fact]
    public void Phone_that_pushes_the_call_away_rejects() => Assert.Equal(
        Offered + "3.001 Rejected c1/sales/1 SIP/1",
        Play.Visits(Called + """
        3 HangupRequest Uniqueid=a1 Cause=21
        3 DialEnd Uniqueid=c1 DestUniqueid=a1 DialStatus=NOANSWER
        3.001 AgentRingNoAnswer Uniqueid=c1 DestUniqueid=a1 Queue=sales Interface=SIP/1 MemberName=Ann RingTime=1000
        3.002 Hangup Uniqueid=a1 Cause=21
        """));

    [Fact]
    public void Dial_that_is_cancelled_twice_ends_the_offer_once() => Assert.Equal(
        Offered + "3 Canceled c1/sales/1 SIP/1",
        Play.Visits(Called + """
        3 DialEnd Uniqueid=c1 DestUniqueid=a1 DialStatus=CANCEL
        3.0001 DialEnd Uniqueid=c1 DestUniqueid=a1 DialStatus=CANCEL
        3.0002 Hangup Uniqueid=a1 Cause=0
        """));

    [Fact]
    public void Caller_who_gives_up_while_it_rings_needs_no_end_of_the_offer() => Assert.Equal(
        Offered + "3 Abandoned c1/sales/1 wait=2",
        Play.Visits(Called + """
        3 HangupRequest Uniqueid=c1 Cause=16
        3 DialEnd Uniqueid=c1 DestUniqueid=a1 DialStatus=CANCEL
        3 QueueCallerAbandon Uniqueid=c1 Queue=sales HoldTime=2
        3 QueueCallerLeave Uniqueid=c1 Queue=sales
        3 Hangup Uniqueid=c1 Cause=16
        """));

    [Fact]
    public void Losers_of_ring_all_are_freed_by_the_answer() => Assert.Equal(
        Offered + """
        2 offered c1/sales/1 SIP/2
        4 answered c1/sales/1 SIP/2 wait=3 ring=2
        """,
        Play.Visits(Called + """
        2 AgentCalled Uniqueid=c1 DestUniqueid=b1 Queue=sales Interface=SIP/2 MemberName=Bo
        4 DialEnd Uniqueid=c1 DestUniqueid=b1 DialStatus=ANSWER
        4 DialEnd Uniqueid=c1 DestUniqueid=a1 DialStatus=CANCEL
        4 QueueCallerLeave Uniqueid=c1 Queue=sales
        4 AgentConnect Uniqueid=c1 DestUniqueid=b1 Queue=sales Interface=SIP/2 MemberName=Bo HoldTime=3 RingTime=2
        6 Hangup Uniqueid=a1 Cause=26
        """));

    [Fact]
    public void Loser_of_ring_all_lost_the_race_while_the_member_delay_of_the_winner_runs() => Assert.Equal(
        Offered + """
        2 offered c1/sales/1 SIP/2
        4 LostRace c1/sales/1 SIP/1
        9 answered c1/sales/1 SIP/2 wait=8 ring=2
        """,
        Play.Visits(Called + """
        2 AgentCalled Uniqueid=c1 DestUniqueid=b1 Queue=sales Interface=SIP/2 MemberName=Bo
        4 DialEnd Uniqueid=c1 DestUniqueid=b1 DialStatus=ANSWER
        4 DialEnd Uniqueid=c1 DestUniqueid=a1 DialStatus=CANCEL
        9 AgentConnect Uniqueid=c1 DestUniqueid=b1 Queue=sales Interface=SIP/2 MemberName=Bo HoldTime=8 RingTime=2
        """));

    [Fact]
    public void Agent_who_hangs_up_in_the_member_delay_rejects_and_the_caller_stays() => Assert.Equal(
        Offered + """
        4 Rejected c1/sales/1 SIP/1
        6 offered c1/sales/1 SIP/1
        """,
        Play.Visits(Called + """
        3 DialEnd Uniqueid=c1 DestUniqueid=a1 DialStatus=ANSWER
        4 AgentDump Uniqueid=c1 DestUniqueid=a1 Queue=sales Interface=SIP/1 MemberName=Ann
        4 Hangup Uniqueid=a1 Cause=16
        6 AgentCalled Uniqueid=c1 DestUniqueid=a2 Queue=sales Interface=SIP/1 MemberName=Ann
        """));

    [Fact]
    public void Channel_that_is_optimised_away_in_the_member_delay_ends_nothing() => Assert.Equal(
        Offered + "9 answered c1/sales/1 SIP/1 wait=8 ring=1",
        Play.Visits(Called + """
        3 DialEnd Uniqueid=c1 DestUniqueid=a1 DialStatus=ANSWER
        4 Hangup Uniqueid=a1 Cause=16
        9 AgentConnect Uniqueid=c1 DestUniqueid=a1 Queue=sales Interface=SIP/1 MemberName=Ann HoldTime=8 RingTime=1
        """));

    [Fact]
    public void Ring_that_is_delivered_again_after_its_end_is_not_begun_again() => Assert.Equal(
        Offered + "3 NoAnswer c1/sales/1 SIP/1",
        Play.Visits(Called + """
        3 AgentRingNoAnswer Uniqueid=c1 DestUniqueid=a1 Queue=sales Interface=SIP/1 MemberName=Ann RingTime=1000
        2 AgentCalled Uniqueid=c1 DestUniqueid=a1 Queue=sales Interface=SIP/1 MemberName=Ann
        3 AgentRingNoAnswer Uniqueid=c1 DestUniqueid=a1 Queue=sales Interface=SIP/1 MemberName=Ann RingTime=1000
        """));

    [Fact]
    public void Caller_who_gives_up_in_the_member_delay_has_abandoned() => Assert.Equal(
        Offered + "5 Abandoned c1/sales/1 wait=4",
        Play.Visits(Called + """
        3 DialEnd Uniqueid=c1 DestUniqueid=a1 DialStatus=ANSWER
        5 HangupRequest Uniqueid=c1 Cause=16
        5 QueueCallerAbandon Uniqueid=c1 Queue=sales HoldTime=4
        5 QueueCallerLeave Uniqueid=c1 Queue=sales
        """));

    [Fact]
    public void Second_ring_of_one_agent_closes_the_first() => Assert.Equal(
        Offered + """
        3 Canceled c1/sales/1 SIP/1
        3 offered c1/sales/1 SIP/1
        """,
        Play.Visits(Called + """
        3 AgentCalled Uniqueid=c1 DestUniqueid=a2 Queue=sales Interface=SIP/1 MemberName=Ann
        """));
}
