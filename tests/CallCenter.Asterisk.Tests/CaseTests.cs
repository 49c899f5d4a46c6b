using CallCenter.V1;

namespace CallCenter.Asterisk.Tests;

/// <summary>Inputs made after public bug reports; each stands for a kind of fault.</summary>
public sealed class CaseTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1_764_300_000);

    [Fact]
    public void Visit_follows_its_channel_when_an_attended_transfer_puts_another_into_the_queue()
    {
        var tally = Replay("01-atxfer-into-queue");
        Assert.Equal(
            ["1501 1000.1 PJSIP/7009 transferred_attended wait=12 talk=120", "1509 1000.3 PJSIP/7051 completed_by_agent wait=7 talk=173"],
            tally.Visits.Select(Told));
        var second = tally.Visits[1];
        Assert.Equal((139, 312), (Seconds(second.Answered), Seconds(second.Ended)));
    }

    [Fact]
    public void Hold_of_a_member_behind_a_Local_channel_is_that_of_the_phone()
    {
        var visit = Assert.Single(Replay("03-freepbx-local", "ami-hold.txt").Visits);
        Assert.Equal("600 3000.1 Local/101@from-queue/n completed_by_agent wait=5 talk=60", Told(visit));
        Assert.Equal((30, 1), (visit.Held.TotalSeconds, visit.HoldCount));
    }

    [Fact]
    public void Transfer_by_the_phone_behind_a_Local_channel_ends_the_conversation_for_its_agent()
    {
        var visits = Replay("03-freepbx-local", "ami-transfer.txt").Visits;
        Assert.Equal(
            [
                "600 3000.1 Local/101@from-queue/n transferred_blind wait=5 talk=60",
                "600 3001.1 Local/101@from-queue/n completed_by_agent wait=5 talk=60",
            ],
            visits.Select(Told));
        Assert.Equal(("205", 66), (visits[0].TransferTarget, Seconds(visits[0].Ended)));
    }

    [Theory]
    [InlineData(null, @"\xCF\xF0\xEE\xE4\xE0\xE6\xE8", @"\xD0\xE5\xEC\xEE\xED\xF2\xFB")]
    [InlineData("windows-1251", "Продажи", "Ремонты")]
    public void Queues_whose_names_are_not_utf8_stay_apart(string? legacy, string first, string second)
    {
        var text = legacy is null ? AmiText.Utf8 : AmiText.Of(legacy);
        var tally = Replay("04-cp1251", "ami.txt", new MappingOptions { Text = text });
        Assert.Equal([first, second], tally.Visits.Select(visit => visit.Queue));
        Assert.All(tally.Visits, visit => Assert.Equal("completed_by_agent", visit.Outcome));
    }

    [Theory]
    [InlineData("ami-callerid.txt")]
    [InlineData("ami-member.txt")]
    public void Names_of_people_that_are_not_utf8_break_nothing(string file) =>
        Assert.Equal("s 40.1 PJSIP/1 completed_by_agent wait=4 talk=10", Told(Assert.Single(Replay("04-cp1251", file).Visits)));

    [Fact]
    public void Recording_of_an_Asterisk_before_12_is_refused_with_a_sentence()
    {
        var exception = Assert.Throws<AmiRecordingException>(() => Replay("07-asterisk-11"));
        Assert.Contains("Asterisk 12 is the first", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hold_is_never_longer_than_the_talk()
    {
        var events = Events("17-hold-rounding", "ami.txt");
        var visit = Assert.Single(Tally.Of(events).Visits);
        // Asterisk reports 5 s and the hold alone was 5.8 s: the time stamps count.
        Assert.Null(visit.Talk);
        Assert.InRange(visit.Held, TimeSpan.FromSeconds(5.79), visit.Ended - visit.Answered);
    }

    [Fact]
    public void Refused_caller_counts_in_the_queue_whose_name_differs_in_case_only()
    {
        var tally = Replay("23-queue-name-case");
        Assert.Equal("sales 23000.0  abandoned wait=2 talk=", Told(Assert.Single(tally.Visits)));
        Assert.Equal(("sales", "full"), Assert.Single(tally.Refusals));
    }

    private static string Told(TallyVisit visit) =>
        $"{visit.Queue} {visit.Caller} {visit.Agent} {visit.Outcome} wait={visit.Wait} talk={visit.Talk}";

    private static int Seconds(DateTime time) => (int)(time - Start.UtcDateTime).TotalSeconds;

    private static Tally Replay(string name, string file = "ami.txt", MappingOptions? options = null) =>
        Tally.Of(Events(name, file, options));

    private static IReadOnlyList<Event> Events(string name, string file, MappingOptions? options = null) =>
        [.. RecordedAmi.ReadEvents(Path.Combine(Folder(), name, file), options ?? new MappingOptions())];

    private static string Folder()
    {
        var folder = AppContext.BaseDirectory;
        while (!Directory.Exists(Path.Combine(folder, "Cases")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("Cases");
        return Path.Combine(folder, "Cases");
    }
}
