namespace CallCenter.Asterisk.Tests;

/// <summary>Members behind Local/101@from-queue/n, as FreePBX and Issabel write them: the phone is two hops behind.</summary>
public sealed class LocalMemberTests
{
    private const string Member = "Local/101@from-queue/n";

    /// <summary>Channels: c1 caller, l1 and l2 the Local halves, p1 the phone. LocalBridge comes before AgentCalled.</summary>
    private const string Ringing = """
        1 QueueCallerJoin Uniqueid=c1 Queue=600
        2 LocalBridge LocalOneUniqueid=l1 LocalTwoUniqueid=l2
        2 DialBegin Uniqueid=c1 DestUniqueid=l1
        2 AgentCalled Uniqueid=c1 DestUniqueid=l1 Queue=600 Interface=Local/101@from-queue/n MemberName=Ann
        2.1 DialBegin Uniqueid=l2 DestUniqueid=p1

        """;

    private const string Talking = Ringing + """
        6 DialEnd Uniqueid=l2 DestUniqueid=p1 DialStatus=ANSWER
        6 DialEnd Uniqueid=c1 DestUniqueid=l1 DialStatus=ANSWER
        6 QueueCallerLeave Uniqueid=c1 Queue=600
        6 AgentConnect Uniqueid=c1 DestUniqueid=l1 Queue=600 Interface=Local/101@from-queue/n MemberName=Ann HoldTime=5 RingTime=4

        """;

    private const string Offered = $"""
        1 queued c1/600/1
        2 offered c1/600/1 {Member}

        """;

    private const string Answered = Offered + $"""
        6 answered c1/600/1 {Member} wait=5 ring=4

        """;

    [Fact]
    public void Two_transfers_in_a_row_end_a_conversation_each() => Assert.Equal(
        Answered + """
        20 TransferredBlind c1/600/1 talk=14 to=205
        100 queued x1/601/1
        106 answered x1/601/1 SIP/7 wait=6 ring=4
        130 TransferredConsult x1/601/1 talk=24
        """,
        Play.Visits(Talking + """
        20 BlindTransfer Result=Success TransfererUniqueid=p1 TransfereeUniqueid=l2 Extension=205
        20.1 Hangup Uniqueid=p1 Cause=16
        100 QueueCallerJoin Uniqueid=x1 Linkedid=c1 Queue=601
        106 AgentConnect Uniqueid=x1 DestUniqueid=a7 Queue=601 Interface=SIP/7 MemberName=Bo HoldTime=6 RingTime=4
        130 AttendedTransfer Result=Success OrigTransfererUniqueid=a7 SecondTransfererUniqueid=a8 TransfereeUniqueid=x1 DestType=Bridge
        130 AgentComplete Uniqueid=x1 DestUniqueid=a7 Queue=601 Interface=SIP/7 HoldTime=6 TalkTime=24 Reason=transfer
        900 AgentComplete Uniqueid=c1 DestUniqueid=l1 Queue=600 Interface=Local/101@from-queue/n HoldTime=5 TalkTime=894 Reason=caller
        """));

    [Fact]
    public void Consultation_by_the_phone_ends_the_conversation_when_it_is_completed() => Assert.Equal(
        Answered + """
        10 held c1/600/1
        30 TransferredConsult c1/600/1 talk=24
        """,
        Play.Visits(Talking + """
        10 Hold Uniqueid=p1
        12 Hold Uniqueid=p2
        14 Unhold Uniqueid=p2
        29.9 BridgeEnter Uniqueid=l2 BridgeUniqueid=b2
        29.9 BridgeEnter Uniqueid=t1 BridgeUniqueid=b2
        30 AttendedTransfer Result=Success OrigTransfererUniqueid=p1 SecondTransfererUniqueid=p2 TransfereeUniqueid=l2 DestType=Bridge
        30.1 Hangup Uniqueid=p1 Cause=16
        30.1 Hangup Uniqueid=p2 Cause=16
        """));

    [Fact]
    public void Hold_of_the_consultation_is_no_hold_of_the_caller_who_is_resumed_after_it() => Assert.Equal(
        Answered + """
        10 held c1/600/1
        20 resumed c1/600/1
        30 CompletedByAgent c1/600/1 talk=24
        """,
        Play.Visits(Talking + """
        10 Hold Uniqueid=p1
        12 Hold Uniqueid=p2
        14 Unhold Uniqueid=p2
        15 Hangup Uniqueid=p2 Cause=16
        20 Unhold Uniqueid=p1
        30 AgentComplete Uniqueid=c1 DestUniqueid=l1 Queue=600 Interface=Local/101@from-queue/n HoldTime=5 TalkTime=24 Reason=agent
        """));

    [Fact]
    public void Phone_that_hangs_up_ends_the_conversation_though_the_Local_channel_lives_on() => Assert.Equal(
        Answered + """
        30 CompletedByAgent c1/600/1 talk=24
        40 queued c2/600/1
        """,
        Play.Visits(Talking + """
        30 HangupRequest Uniqueid=p1
        30 Hangup Uniqueid=p1 Cause=16
        40 QueueCallerJoin Uniqueid=c2 Queue=600
        90 AgentComplete Uniqueid=c1 DestUniqueid=l1 Queue=600 Interface=Local/101@from-queue/n HoldTime=5 TalkTime=84 Reason=caller
        """));

    [Fact]
    public void Late_complete_without_channels_ends_no_later_conversation_of_the_agent() => Assert.Equal(
        Answered + $"""
        30 CompletedByAgent c1/600/1 talk=24
        40 queued c2/600/1
        45 answered c2/600/1 {Member} wait=5 ring=4
        99 CompletedByCustomer c2/600/1 talk=54
        """,
        Play.Visits(Talking + """
        30 Hangup Uniqueid=p1 Cause=16
        40 QueueCallerJoin Uniqueid=c2 Queue=600
        45 AgentConnect Uniqueid=c2 DestUniqueid=m1 Queue=600 Interface=Local/101@from-queue/n MemberName=Ann HoldTime=5 RingTime=4
        90 AgentComplete Queue=600 Interface=Local/101@from-queue/n HoldTime=5 TalkTime=84 Reason=caller
        99 AgentComplete Queue=600 Interface=Local/101@from-queue/n HoldTime=5 TalkTime=54 Reason=caller
        """));

    [Fact]
    public void Complete_that_comes_at_once_tells_the_talk_time() => Assert.Equal(
        Answered + "30.2 CompletedByAgent c1/600/1 talk=25",
        Play.Visits(Talking + """
        30 Hangup Uniqueid=p1 Cause=16
        30.2 AgentComplete Uniqueid=c1 DestUniqueid=l1 Queue=600 Interface=Local/101@from-queue/n HoldTime=5 TalkTime=25 Reason=agent
        """));

    [Fact]
    public void Reject_by_the_phone_is_a_reject_of_the_member() => Assert.Equal(
        Offered + $"3.1 Rejected c1/600/1 {Member}",
        Play.Visits(Ringing + """
        3 DialEnd Uniqueid=l2 DestUniqueid=p1 DialStatus=BUSY
        3 Hangup Uniqueid=p1 Cause=17
        3.1 DialEnd Uniqueid=c1 DestUniqueid=l1 DialStatus=NOANSWER
        3.1 AgentRingNoAnswer Uniqueid=c1 DestUniqueid=l1 Queue=600 Interface=Local/101@from-queue/n MemberName=Ann RingTime=1000
        """));

    [Fact]
    public void Reject_by_the_second_phone_of_a_group_leaves_the_first_ringing() => Assert.Equal(
        Answered.TrimEnd(),
        Play.Visits(Ringing + """
        2.1 DialBegin Uniqueid=l2 DestUniqueid=p2
        3 DialEnd Uniqueid=l2 DestUniqueid=p2 DialStatus=BUSY
        3 Hangup Uniqueid=p2 Cause=21
        6 DialEnd Uniqueid=l2 DestUniqueid=p1 DialStatus=ANSWER
        6 DialEnd Uniqueid=c1 DestUniqueid=l1 DialStatus=ANSWER
        6 AgentConnect Uniqueid=c1 DestUniqueid=l1 Queue=600 Interface=Local/101@from-queue/n MemberName=Ann HoldTime=5 RingTime=4
        """));

    [Fact]
    public void Member_of_whose_two_phones_one_rejects_has_not_answered() => Assert.Equal(
        Offered + $"9 NoAnswer c1/600/1 {Member}",
        Play.Visits(Ringing + """
        2.1 DialBegin Uniqueid=l2 DestUniqueid=p2
        3 DialEnd Uniqueid=l2 DestUniqueid=p2 DialStatus=BUSY
        9 DialEnd Uniqueid=l2 DestUniqueid=p1 DialStatus=NOANSWER
        9 AgentRingNoAnswer Uniqueid=c1 DestUniqueid=l1 Queue=600 Interface=Local/101@from-queue/n MemberName=Ann RingTime=7000
        """));

    [Fact]
    public void Device_of_two_that_lost_ends_nothing_when_it_hangs_up_and_holds_nothing() => Assert.Equal(
        Answered + """
        10 held c1/600/1
        12 resumed c1/600/1
        """,
        Play.Visits(Talking.Replace("6 DialEnd Uniqueid=l2 DestUniqueid=p1", "2.1 DialBegin Uniqueid=l2 DestUniqueid=p2\n"
            + "6 DialEnd Uniqueid=l2 DestUniqueid=p2 DialStatus=CANCEL\n6 DialEnd Uniqueid=l2 DestUniqueid=p1",
            StringComparison.Ordinal) + """
        6.5 Hangup Uniqueid=p2 Cause=26
        10 Hold Uniqueid=p1
        12 Unhold Uniqueid=p1
        """));

    [Fact]
    public void Phone_behind_two_Local_channels_is_found() => Assert.Equal(
        Answered + """
        10 held c1/600/1
        12 resumed c1/600/1
        20 CompletedByAgent c1/600/1 talk=14
        """,
        Play.Visits(Ringing.Replace("DestUniqueid=p1", "DestUniqueid=m1", StringComparison.Ordinal) + """
        2.2 LocalBridge LocalOneUniqueid=m1 LocalTwoUniqueid=m2
        2.3 DialBegin Uniqueid=m2 DestUniqueid=p1
        6 DialEnd Uniqueid=m2 DestUniqueid=p1 DialStatus=ANSWER
        6 DialEnd Uniqueid=l2 DestUniqueid=m1 DialStatus=ANSWER
        6 AgentConnect Uniqueid=c1 DestUniqueid=l1 Queue=600 Interface=Local/101@from-queue/n MemberName=Ann HoldTime=5 RingTime=4
        10 Hold Uniqueid=p1
        12 Unhold Uniqueid=p1
        20 Hangup Uniqueid=p1 Cause=16
        """));

    [Fact]
    public void Phone_that_picks_the_call_up_is_found_by_the_bridge() => Assert.Equal(
        Answered + """
        10 held c1/600/1
        20 CompletedByAgent c1/600/1 talk=14
        """,
        Play.Visits(Ringing + """
        6 AgentConnect Uniqueid=c1 DestUniqueid=l1 Queue=600 Interface=Local/101@from-queue/n MemberName=Ann HoldTime=5 RingTime=4
        6 BridgeEnter Uniqueid=l2 BridgeUniqueid=b2
        6.1 BridgeEnter Uniqueid=p9 BridgeUniqueid=b2
        10 Hold Uniqueid=p9
        20 Hangup Uniqueid=p9 Cause=16
        """));

    [Fact]
    public void Customer_behind_a_Local_channel_who_holds_is_not_on_hold() => Assert.Equal(
        Answered.TrimEnd(),
        Play.Visits(Talking + """
        7 LocalBridge LocalOneUniqueid=o1 LocalTwoUniqueid=c1
        10 Hold Uniqueid=c1
        11 Hold Uniqueid=o1
        """));
}
