using System.Text;

namespace CallCenter.Asterisk.Tests;

/// <summary>Neighbours of the cases from public reports: the same kinds of faults in other settings.</summary>
public sealed class NeighbourTests
{
    private const string Ringing = """
        1 QueueCallerJoin Uniqueid=c1 Queue=sales
        2 AgentCalled Uniqueid=c1 DestUniqueid=a1 Queue=sales Interface=SIP/1 MemberName=Ann

        """;

    private const string Talking = Ringing + """
        5 DialEnd Uniqueid=c1 DestUniqueid=a1 DialStatus=ANSWER
        5 QueueCallerLeave Uniqueid=c1 Queue=sales
        5 AgentConnect Uniqueid=c1 DestUniqueid=a1 Queue=sales Interface=SIP/1 MemberName=Ann HoldTime=4 RingTime=3

        """;

    private const string Answered = """
        1 queued c1/sales/1
        2 offered c1/sales/1 SIP/1
        5 answered c1/sales/1 SIP/1 wait=4 ring=3

        """;

    [Fact]
    public void Hold_during_a_consultation_is_no_second_hold_of_the_caller() => Assert.Equal(
        Answered + """
        10 held c1/sales/1
        20 resumed c1/sales/1
        30 CompletedByAgent c1/sales/1 talk=25
        """,
        Play.Visits(Talking + """
        10 Hold Uniqueid=a1
        11 DialBegin Uniqueid=a2 DestUniqueid=t1
        12 DialEnd Uniqueid=a2 DestUniqueid=t1 DialStatus=ANSWER
        13 Hold Uniqueid=a2
        14 Hold Uniqueid=t1
        15 Unhold Uniqueid=t1
        16 Unhold Uniqueid=a2
        18 Hangup Uniqueid=t1 Cause=16
        18 Hangup Uniqueid=a2 Cause=16
        20 Unhold Uniqueid=a1
        30 AgentComplete Uniqueid=c1 DestUniqueid=a1 Queue=sales Interface=SIP/1 HoldTime=4 TalkTime=25 Reason=agent
        """));

    [Fact]
    public void Consultation_completed_on_hold_ends_the_hold_with_the_conversation() => Assert.Equal(
        Answered + """
        10 held c1/sales/1
        30 TransferredConsult c1/sales/1 talk=25
        """,
        Play.Visits(Talking + """
        10 Hold Uniqueid=a1
        13 Hold Uniqueid=a2
        30 AttendedTransfer Result=Success OrigTransfererUniqueid=a1 SecondTransfererUniqueid=a2 TransfereeUniqueid=c1 DestType=Bridge
        30 AgentComplete Uniqueid=c1 DestUniqueid=a1 Queue=sales Interface=SIP/1 HoldTime=4 TalkTime=25 Reason=transfer
        30.1 Unhold Uniqueid=a1
        90 Hangup Uniqueid=c1 Cause=16
        """));

    [Fact]
    public void Two_blind_transfers_in_a_row_and_one_back_are_a_visit_each() => Assert.Equal(
        Answered + """
        9 TransferredBlind c1/sales/1 talk=4 to=vip
        10 queued c1/vip/1
        12 answered c1/vip/1 SIP/2 wait=2 ring=2
        20 TransferredBlind c1/vip/1 talk=8 to=sales
        21 queued c1/sales/2
        25 answered c1/sales/2 SIP/1 wait=4 ring=3
        40 CompletedByCustomer c1/sales/2 talk=15
        """,
        Play.Visits(Talking + """
        9 BlindTransfer Result=Success TransfererUniqueid=a1 TransfereeUniqueid=c1 Extension=vip
        9 AgentComplete Uniqueid=c1 DestUniqueid=a1 Queue=sales Interface=SIP/1 HoldTime=4 TalkTime=4 Reason=transfer
        9.1 Hangup Uniqueid=a1 Cause=16
        10 QueueCallerJoin Uniqueid=c1 Queue=vip
        12 AgentConnect Uniqueid=c1 DestUniqueid=b1 Queue=vip Interface=SIP/2 MemberName=Bo HoldTime=2 RingTime=2
        20 BlindTransfer Result=Success TransfererUniqueid=b1 TransfereeUniqueid=c1 Extension=sales
        20 AgentComplete Uniqueid=c1 DestUniqueid=b1 Queue=vip Interface=SIP/2 HoldTime=2 TalkTime=8 Reason=transfer
        20.1 Hangup Uniqueid=b1 Cause=16
        21 QueueCallerJoin Uniqueid=c1 Queue=sales
        25 AgentConnect Uniqueid=c1 DestUniqueid=a9 Queue=sales Interface=SIP/1 MemberName=Ann HoldTime=4 RingTime=3
        40 AgentComplete Uniqueid=c1 DestUniqueid=a9 Queue=sales Interface=SIP/1 HoldTime=4 TalkTime=15 Reason=caller
        """));

    [Fact]
    public void Blind_transfer_into_a_queue_by_a_phone_behind_a_Local_channel_is_answered_and_held_there() => Assert.Equal(
        """
        1 queued c1/600/1
        2 offered c1/600/1 Local/101@from-queue/n
        6 answered c1/600/1 Local/101@from-queue/n wait=5 ring=4
        20 TransferredBlind c1/600/1 talk=14 to=601
        21 queued l2/601/1
        22 offered l2/601/1 Local/102@from-queue/n
        26 answered l2/601/1 Local/102@from-queue/n wait=5 ring=4
        30 held l2/601/1
        35 resumed l2/601/1
        50 CompletedByAgent l2/601/1 talk=24
        """,
        Play.Visits("""
        1 QueueCallerJoin Uniqueid=c1 Linkedid=c1 Queue=600
        2 LocalBridge LocalOneUniqueid=l1 LocalTwoUniqueid=l2
        2 AgentCalled Uniqueid=c1 Linkedid=c1 DestUniqueid=l1 Queue=600 Interface=Local/101@from-queue/n MemberName=Ann
        2.1 DialBegin Uniqueid=l2 DestUniqueid=p1
        6 DialEnd Uniqueid=l2 DestUniqueid=p1 DialStatus=ANSWER
        6 AgentConnect Uniqueid=c1 DestUniqueid=l1 Queue=600 Interface=Local/101@from-queue/n MemberName=Ann HoldTime=5 RingTime=4
        20 BlindTransfer Result=Success TransfererUniqueid=p1 TransfereeUniqueid=l2 Extension=601
        20.1 Hangup Uniqueid=p1 Cause=16
        21 QueueCallerJoin Uniqueid=l2 Linkedid=c1 Queue=601
        22 LocalBridge LocalOneUniqueid=m1 LocalTwoUniqueid=m2
        22 AgentCalled Uniqueid=l2 Linkedid=c1 DestUniqueid=m1 Queue=601 Interface=Local/102@from-queue/n MemberName=Bo
        22.1 DialBegin Uniqueid=m2 DestUniqueid=q1
        26 DialEnd Uniqueid=m2 DestUniqueid=q1 DialStatus=ANSWER
        26 QueueCallerLeave Uniqueid=l2 Linkedid=c1 Queue=601
        26 AgentConnect Uniqueid=l2 DestUniqueid=m1 Queue=601 Interface=Local/102@from-queue/n MemberName=Bo HoldTime=5 RingTime=4
        30 Hold Uniqueid=q1
        35 Unhold Uniqueid=q1
        50 HangupRequest Uniqueid=q1
        50 Hangup Uniqueid=q1 Cause=16
        60 AgentComplete Uniqueid=l2 DestUniqueid=m1 Queue=601 Interface=Local/102@from-queue/n HoldTime=5 TalkTime=34 Reason=caller
        60.1 AgentComplete Uniqueid=c1 DestUniqueid=l1 Queue=600 Interface=Local/101@from-queue/n HoldTime=5 TalkTime=54 Reason=caller
        """));

    [Fact]
    public void Second_member_of_a_ring_group_who_rejects_has_rejected_and_the_first_answers() => Assert.Equal(
        """
        1 queued c1/sales/1
        2 offered c1/sales/1 SIP/1
        2 offered c1/sales/1 SIP/2
        3.1 Rejected c1/sales/1 SIP/2
        5 answered c1/sales/1 SIP/1 wait=4 ring=3
        """,
        Play.Visits(Ringing + """
        2 AgentCalled Uniqueid=c1 DestUniqueid=b1 Queue=sales Interface=SIP/2 MemberName=Bo
        3 DialEnd Uniqueid=c1 DestUniqueid=b1 DialStatus=BUSY
        3 Hangup Uniqueid=b1 Cause=17
        3.1 AgentRingNoAnswer Uniqueid=c1 DestUniqueid=b1 Queue=sales Interface=SIP/2 MemberName=Bo RingTime=1000
        5 DialEnd Uniqueid=c1 DestUniqueid=a1 DialStatus=ANSWER
        5 AgentConnect Uniqueid=c1 DestUniqueid=a1 Queue=sales Interface=SIP/1 MemberName=Ann HoldTime=4 RingTime=3
        """));

    [Fact]
    public void Member_with_two_devices_answers_on_one_and_the_other_is_free_again() => Assert.Equal(
        """
        1 queued c1/sales/1
        2 offered c1/sales/1 SIP/1
        2 offered c1/sales/1 SIP/2
        5 answered c1/sales/1 SIP/2 wait=4 ring=3
        10 held c1/sales/1
        30 CompletedByAgent c1/sales/1 talk=25
        """,
        Play.Visits(Ringing + """
        2 AgentCalled Uniqueid=c1 DestUniqueid=b1 Queue=sales Interface=SIP/2 MemberName=Ann
        5 DialEnd Uniqueid=c1 DestUniqueid=b1 DialStatus=ANSWER
        5 DialEnd Uniqueid=c1 DestUniqueid=a1 DialStatus=CANCEL
        5 Hangup Uniqueid=a1 Cause=26
        5 AgentConnect Uniqueid=c1 DestUniqueid=b1 Queue=sales Interface=SIP/2 MemberName=Ann HoldTime=4 RingTime=3
        8 Hold Uniqueid=a1
        10 Hold Uniqueid=b1
        30 AgentComplete Queue=sales Interface=SIP/2 HoldTime=4 TalkTime=25 Reason=agent
        """));

    [Fact]
    public void Queue_whose_name_is_spelled_in_three_ways_is_one_queue() => Assert.Equal(
        """
        2 queued c1/Sales/1
        4 answered c1/Sales/1 SIP/1 wait=2 ring=1
        9 CompletedByAgent c1/Sales/1 talk=5
        11 refused Sales full
        """,
        Play.Visits("""
        1 QueueMemberAdded Queue=Sales Interface=SIP/1 MemberName=Ann Status=1 Paused=0
        2 QueueCallerJoin Uniqueid=c1 Queue=SALES
        4 AgentConnect Uniqueid=c1 DestUniqueid=a1 Queue=sales Interface=SIP/1 MemberName=Ann HoldTime=2 RingTime=1
        9 AgentComplete Queue=sAles Interface=SIP/1 HoldTime=2 TalkTime=5 Reason=agent
        10 Newexten Uniqueid=c2 Application=Queue AppData=saLes,t
        11 VarSet Uniqueid=c2 Variable=QUEUESTATUS Value=FULL
        """));

    [Theory]
    [InlineData("windows-1251", "Продажи", "Анна")]
    [InlineData("koi8-r", "Продажи", "Анна")]
    [InlineData("iso-8859-1", "Büro", "José")]
    public void Names_in_a_legacy_encoding_beside_names_in_utf8_are_told_from_the_bytes(string encoding, string queue, string name)
    {
        var script = $"""
            1 QueueMemberAdded Queue={queue} Interface=SIP/1 MemberName={name} Status=1 Paused=0
            2 QueueCallerJoin Uniqueid=c1 Queue={queue}
            """;
        var legacy = (CodePagesEncodingProvider.Instance.GetEncoding(encoding) ?? Encoding.Latin1)
            .GetBytes(Encoding.UTF8.GetString(Play.Bytes(script)));
        byte[] bytes = [.. legacy, .. Play.Bytes("3 QueueCallerJoin Uniqueid=c2 Queue=客服")];
        var options = new MappingOptions { Text = AmiText.Of(encoding) };
        var tally = Tally.Of(RecordedAmi.ReadEvents(new MemoryStream(bytes), new AsteriskMapper(options)));
        Assert.Equal([queue, "客服"], tally.Visits.Select(visit => visit.Queue));
        Assert.Equal(name, tally.Names["SIP/1"]);
    }
}
