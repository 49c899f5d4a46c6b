using System.Text;

namespace CallCenter.Asterisk.Tests;

/// <summary>The wire format.</summary>
public sealed class AmiReaderTests
{
    private const string Greeted =
        "Asterisk Call Manager/11.0.0\r\nResponse: Success\r\nActionID: 1\r\nMessage: Authentication accepted\r\n\r\n";

    private const string Next = "Event: Hangup\r\nUniqueid: a2\r\n\r\n";

    [Fact]
    public void Greeting_has_no_empty_line_and_is_not_part_of_the_first_message()
    {
        var message = Assert.Single(Read(Greeted));
        Assert.Equal(("Success", "1", null), (message.Response, message.ActionId, message["Asterisk Call Manager/11.0.0"]));
    }

    [Fact]
    public void Values_keep_colons_quotes_commas_percents_and_other_scripts()
    {
        const string name = "Jonas \"JJ\" Weber, 50%: 李明 Ødegård";
        Assert.Equal(name, Assert.Single(Read($"Event: AgentCalled\r\nMemberName: {name}\r\n\r\n"))["MemberName"]);
    }

    [Fact]
    public void Empty_value_is_empty_and_an_absent_header_is_null()
    {
        var message = Assert.Single(Read("Event: Hangup\r\nAccountCode: \r\nExten:\r\n\r\n"));
        Assert.Equal(("", "", null), (message["AccountCode"], message["Exten"], message["Context"]));
    }

    [Fact]
    public void Header_names_compare_without_case() =>
        Assert.Equal("a1", Assert.Single(Read("event: Hangup\r\nUNIQUEID: a1\r\n\r\n"))["Uniqueid"]);

    [Fact]
    public void Repeated_headers_are_all_kept_and_the_first_is_the_value()
    {
        var message = Assert.Single(Read("Event: Status\r\nVariable: A=1\r\nVariable: B=2: 3\r\n\r\n"));
        Assert.Equal("A=1", message["Variable"]);
        Assert.Equal(["A=1", "B=2: 3"], message.All("Variable"));
    }

    [Fact]
    public void Event_line_need_not_be_the_first() =>
        Assert.Equal("Hangup", Assert.Single(Read("Privilege: call,all\r\nEvent: Hangup\r\n\r\n")).Event);

    [Fact]
    public void Events_nobody_needs_are_skipped() => Assert.Equal(
        ["VarSet", "Newexten", "Hangup"],
        Read("""
        Event: VarSet
        Variable: SOUND
        Value: QUEUESTATUS

        Event: VarSet
        Variable: QUEUESTATUS
        Value: FULL

        Event: Newexten
        Application: QueueLog

        Event: Newexten
        Application: Queue

        Event: DTMFEnd
        Digit: 1

        Event: Hangup
        Cause: 16


        """).Select(message => message.Event!));

    [Theory]
    [InlineData("1795324010.884161", 884161)]
    [InlineData("1795324010.000001", 1)]
    public void Stamp_is_exact_to_the_microsecond(string stamp, int microseconds) => Assert.Equal(
        DateTimeOffset.FromUnixTimeSeconds(1795324010).AddMicroseconds(microseconds),
        Assert.Single(Read($"Event: Hangup\r\nTimestamp: {stamp}\r\n\r\n")).Timestamp);

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("99999999999999999999.1")]
    public void Stamp_that_is_none_is_absent(string stamp) =>
        Assert.Null(Assert.Single(Read($"Event: Hangup\r\nTimestamp: {stamp}\r\n\r\n")).Timestamp);

    [Fact]
    public void Message_that_the_end_of_the_stream_cuts_off_is_dropped() =>
        Assert.Single(Read(Greeted + "Event: Hangup\r\nUniqueid: a1\r\n"));

    [Fact]
    public void Line_that_is_too_long_is_skipped_and_the_rest_of_its_message_is_kept()
    {
        var reader = Reader("Event: Hangup\r\nNote: " + new string('x', 3 * AmiReader.LineBytesMax) + "\r\nUniqueid: a1\r\n\r\n" + Next);
        Assert.Equal("a1", reader.Read()?.Text("Uniqueid"));
        Assert.Equal("a2", reader.Read()?.Text("Uniqueid"));
        Assert.Equal((1, 0), (reader.Census.LongLineCount, reader.Census.LongMessageCount));
    }

    [Fact]
    public void Message_that_is_too_long_is_skipped_and_the_next_is_read()
    {
        var line = "Variable: " + new string('x', 50_000) + "\r\n";
        var reader = Reader("Event: Status\r\n" + string.Concat(Enumerable.Repeat(line, 60)) + "\r\n" + Next);
        Assert.Equal("a2", reader.Read()?.Text("Uniqueid"));
        Assert.Equal((0, 1), (reader.Census.LongLineCount, reader.Census.LongMessageCount));
    }

    [Fact]
    public void Line_without_end_takes_no_more_memory_than_a_line()
    {
        var reader = new AmiReader(new EndlessLine(64 * 1024 * 1024));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(reader.Read());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024 * 1024);
        Assert.Equal(1, reader.Census.LongLineCount);
    }

    [Fact]
    public void Version_is_that_of_the_greeting()
    {
        var reader = Reader(Greeted);
        reader.Read();
        Assert.Equal("11.0.0", reader.Version);
    }

    [Fact]
    public void Line_and_message_just_below_the_bounds_are_read()
    {
        var line = "Variable: " + new string('x', AmiReader.LineBytesMax - 100) + "\r\n";
        var message = Assert.Single(Read("Event: Status\r\n" + string.Concat(Enumerable.Repeat(line, 15)) + "\r\n"));
        Assert.Equal(15, message.All("Variable").Count());
    }

    [Fact]
    public async Task Bytes_that_come_one_by_one_give_the_same_messages_also_when_awaited()
    {
        var reader = new AmiReader(new ChunkedStream(Encoding.UTF8.GetBytes(Greeted + Greeted), () => 1));
        Assert.Equal("1", (await reader.ReadAsync(CancellationToken.None))?.ActionId);
        Assert.Equal("1", (await reader.ReadAsync(CancellationToken.None))?.ActionId);
        Assert.Null(await reader.ReadAsync(CancellationToken.None));
    }

    [Fact]
    public void Value_with_a_line_break_is_never_sent() => Assert.Throws<ArgumentException>(
        () => new AmiAction("Login", ("Username", "x\r\nAction: Command")).Encode("1"));

    private static AmiReader Reader(string text) => new(new MemoryStream(Encoding.UTF8.GetBytes(text)));

    private static List<AmiMessage> Read(string text)
    {
        var reader = Reader(text);
        var messages = new List<AmiMessage>();
        while (reader.Read() is { } message)
            messages.Add(message);
        return messages;
    }
}
