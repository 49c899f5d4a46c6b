namespace CallCenter.Asterisk.Tests;

/// <summary>Callers whose Uniqueid changes while they wait or talk, and conversations of which the end is not said.</summary>
public sealed class ChangedChannelTests
{
    private const string Ringing = """
        1 QueueCallerJoin Uniqueid=k1 Linkedid=k1 Queue=sales
        2 AgentCalled Uniqueid=k1 DestUniqueid=a1 Queue=sales Interface=SIP/1 MemberName=Ann

        """;

    private const string Offered = """
        1 queued k1/sales/1
        2 offered k1/sales/1 SIP/1

        """;

    private const string Talking = """
        1 QueueCallerJoin Uniqueid=c1 Queue=sales
        2 AgentConnect Uniqueid=c1 DestUniqueid=a1 Queue=sales Interface=SIP/1 MemberName=Ann HoldTime=1 RingTime=1

        """;

    private const string Answered = """
        1 queued c1/sales/1
        2 answered c1/sales/1 SIP/1 wait=1 ring=1

        """;

    [Fact]
    public void Masquerade_that_nothing_announces_is_known_by_the_agents_channel() => Assert.Equal(
        Offered + """
        8 answered k1/sales/1 SIP/1 wait=7 ring=6
        20 CompletedByCustomer k1/sales/1 talk=12
        """,
        Play.Visits(Ringing + """
        3 Hangup Uniqueid=k1 Channel=SIP/2-1<ZOMBIE> Cause=16
        8 QueueCallerLeave Uniqueid=c1 Linkedid=k1 Queue=sales
        8 AgentConnect Uniqueid=c1 DestUniqueid=a1 Queue=sales Interface=SIP/1 MemberName=Ann HoldTime=7 RingTime=6
        20 AgentComplete Uniqueid=c1 DestUniqueid=a1 Queue=sales Interface=SIP/1 HoldTime=7 TalkTime=12 Reason=caller
        """));

    [Fact]
    public void Masqueraded_caller_who_gives_up_has_abandoned() => Assert.Equal(
        Offered + "9 Abandoned k1/sales/1 wait=8",
        Play.Visits(Ringing + """
        3 Hangup Uniqueid=k1 Channel=SIP/2-1<ZOMBIE> Cause=16
        9 HangupRequest Uniqueid=c1
        9 QueueCallerAbandon Uniqueid=c1 Linkedid=k1 Queue=sales HoldTime=8
        9 QueueCallerLeave Uniqueid=c1 Linkedid=k1 Queue=sales
        9 Hangup Uniqueid=c1 Cause=16
        """));

    [Fact]
    public void Queue_that_rings_on_after_its_callers_hangup_has_another_caller() => Assert.Equal(
        Offered + "8 answered k1/sales/1 SIP/1 wait=7 ring=6",
        Play.Visits(Ringing + """
        3 Hangup Uniqueid=k1 Cause=16
        7 QueueCallerJoin Uniqueid=z1 Queue=other-that-passes-time
        8 AgentConnect Uniqueid=c1 DestUniqueid=a1 Queue=sales Interface=SIP/1 MemberName=Ann HoldTime=7 RingTime=6
        """).Replace("7 queued z1/other-that-passes-time/1\n", "", StringComparison.Ordinal));

    [Fact]
    public void Two_attended_transfers_into_queues_in_a_row_are_followed() => Assert.Equal(
        Answered + """
        5 queued k1/vip/1
        6 TransferredConsult c1/sales/1 talk=4
        9 answered k1/vip/1 SIP/2 wait=4 ring=2
        15 queued k2/late/1
        16 TransferredConsult k1/vip/1 talk=7
        20 answered k2/late/1 SIP/3 wait=5 ring=2
        30 CompletedByAgent k2/late/1 talk=10
        """,
        Play.Visits(Talking + """
        5 QueueCallerJoin Uniqueid=k1 Queue=vip
        6 AttendedTransfer Result=Success OrigTransfererUniqueid=a1 SecondTransfererUniqueid=k1 TransfereeUniqueid=c1
        6 AgentComplete Uniqueid=c1 DestUniqueid=a1 Queue=sales Interface=SIP/1 HoldTime=1 TalkTime=4 Reason=transfer
        6 Hangup Uniqueid=k1 Cause=16
        9 AgentConnect Uniqueid=c1 DestUniqueid=b1 Queue=vip Interface=SIP/2 MemberName=Bo HoldTime=4 RingTime=2
        15 QueueCallerJoin Uniqueid=k2 Queue=late
        16 AttendedTransfer Result=Success OrigTransfererUniqueid=b1 SecondTransfererUniqueid=k2 TransfereeUniqueid=c1
        16 AgentComplete Uniqueid=c1 DestUniqueid=b1 Queue=vip Interface=SIP/2 HoldTime=4 TalkTime=7 Reason=transfer
        16 Hangup Uniqueid=k2 Cause=16
        20 AgentConnect Uniqueid=c1 DestUniqueid=d1 Queue=late Interface=SIP/3 MemberName=Cy HoldTime=5 RingTime=2
        30 AgentComplete Uniqueid=c1 DestUniqueid=d1 Queue=late Interface=SIP/3 HoldTime=5 TalkTime=10 Reason=agent
        """));

    [Fact]
    public void Complete_under_another_uniqueid_ends_the_conversation_of_the_agents_channel() => Assert.Equal(
        Answered + "9 CompletedByCustomer c1/sales/1 talk=7",
        Play.Visits(Talking + "9 AgentComplete Uniqueid=n1 DestUniqueid=a1 Queue=sales Interface=SIP/1 TalkTime=7 Reason=caller"));

    [Fact]
    public void Complete_under_other_uniqueids_ends_the_conversation_that_began_at_that_time() => Assert.Equal(
        Answered + "9 CompletedByCustomer c1/sales/1 talk=7",
        Play.Visits(Talking + "9 AgentComplete Uniqueid=n1 DestUniqueid=n2 Queue=sales Interface=SIP/1 TalkTime=7 Reason=caller"));

    [Fact]
    public void Complete_of_a_caller_who_is_not_known_ends_no_conversation_that_began_at_another_time() => Assert.Equal(
        Answered.TrimEnd(),
        Play.Visits(Talking + "9 AgentComplete Uniqueid=n1 DestUniqueid=n2 Queue=sales Interface=SIP/1 TalkTime=3 Reason=caller"));

    [Theory]
    [InlineData("c1", "a1", "CompletedByCustomer")]
    [InlineData("a1", "c1", "CompletedByAgent")]
    public void Conversation_ends_when_both_channels_are_gone_also_without_a_complete(string first, string second, string outcome) =>
        Assert.Equal(
            Answered + $"9.1 {outcome} c1/sales/1 talk=7",
            Play.Visits(Talking + $"""
            9 HangupRequest Uniqueid={first}
            9 Hangup Uniqueid={first} Cause=16
            9.1 Hangup Uniqueid={second} Cause=16
            """));

    [Fact]
    public void Conversation_of_which_one_channel_is_gone_goes_on() => Assert.Equal(
        Answered.TrimEnd(),
        Play.Visits(Talking + """
        9 Hangup Uniqueid=a1 Cause=16
        60 QueueMemberStatus Queue=sales Interface=SIP/1 MemberName=Ann Status=1 Paused=0
        """));
}
