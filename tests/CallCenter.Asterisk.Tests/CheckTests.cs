namespace CallCenter.Asterisk.Tests;

/// <summary>What an Asterisk lacks is said, with the lines that mend it.</summary>
public sealed class CheckTests
{
    private const string Channels = "Event: Hangup\r\nPrivilege: call,all\r\nTimestamp: 1790000000.000000\r\nUniqueid: z1\r\n\r\n";

    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    [Fact]
    public async Task User_with_all_classes_lacks_nothing()
    {
        var ami = Ami("agent,call,system,dialplan", "Yes");
        var findings = await CheckAsync(ami);
        Assert.All(findings, finding => Assert.Equal(NeedState.Met, finding.State));
        Assert.Contains(findings, finding => finding.Text == "1 queues with 2 members, 1 behind Local channels, whose phones are followed");
    }

    [Theory]
    [InlineData("call,system,dialplan", "agent")]
    [InlineData("agent,system,dialplan", "call")]
    [InlineData("agent,call,dialplan", "system")]
    [InlineData("agent,call,system", "dialplan")]
    public async Task Each_missing_read_class_is_named_with_the_line_that_adds_it(string classes, string missing)
    {
        var finding = Assert.Single(await CheckAsync(Ami(classes, "Yes")), finding => finding.State == NeedState.Missing);
        Assert.StartsWith($"read class {missing} is missing", finding.Text, StringComparison.Ordinal);
        Assert.Equal("[metrics]\nread = agent,call,system,dialplan", finding.Setting);
    }

    [Fact]
    public async Task Missing_times_are_said_with_the_line_that_adds_them()
    {
        var finding = Assert.Single(await CheckAsync(Ami("all", "No")), finding => finding.State == NeedState.Missing);
        Assert.Equal("[general]\ntimestampevents = yes", finding.Setting);
    }

    [Fact]
    public async Task Clock_that_is_off_is_said()
    {
        var ami = Ami("all", "Yes", ahead: TimeSpan.FromSeconds(90));
        var finding = Assert.Single(await CheckAsync(ami), finding => finding.State == NeedState.Missing);
        Assert.Matches(@"^Asterisk's clock is (89|90)\.\d s ahead of this one: set both by NTP", finding.Text);
    }

    [Fact]
    public async Task Channels_that_may_not_be_listed_are_said()
    {
        var ami = Ami("all", "Yes");
        ami.Answers["Status"] = "Response: Error\nMessage: Permission denied\n";
        var finding = Assert.Single(await CheckAsync(ami), finding => finding.State == NeedState.Missing);
        Assert.Equal("[metrics]\nwrite = system,reporting", finding.Setting);
    }

    [Fact]
    public async Task Class_of_which_nothing_comes_while_calls_go_on_is_missing_though_nobody_may_ask()
    {
        var ami = Ami(null, null);
        ami.Answers["Status"] = "Event: StatusComplete\n";
        ami.Send(string.Concat(Enumerable.Repeat(Channels, 30)));
        var findings = await CheckAsync(ami, patience: TimeSpan.FromSeconds(1));
        Assert.Equal(
            ["read class agent: no event of it has arrived yet; a call into a queue would show"],
            findings.Where(finding => finding.State == NeedState.Unknown).Select(finding => finding.Text));
        Assert.StartsWith(
            "read class dialplan is missing", Assert.Single(findings, finding => finding.State == NeedState.Missing).Text,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("1.3")]
    public async Task Asterisk_before_12_is_refused_with_a_sentence(string version)
    {
        var ami = new MemoryAmi { Clock = () => Now, Greeting = version };
        var exception = await Assert.ThrowsAsync<AmiConnectionException>(() => CheckAsync(ami));
        Assert.StartsWith($"This Asterisk is too old (AMI {version}): ", exception.Message, StringComparison.Ordinal);
    }

    private static MemoryAmi Ami(string? classes, string? stamps, TimeSpan ahead = default)
    {
        var ami = new MemoryAmi
        {
            Clock = () => DateTimeOffset.UtcNow + ahead,
            SaysBooted = classes is null || classes.Contains("system", StringComparison.Ordinal) || classes == "all",
            Queues = "Event: QueueParams\r\nQueue: sales\r\n\r\nEvent: QueueMember\r\nQueue: sales\r\nLocation: SIP/1\r\n\r\n"
                + "Event: QueueMember\r\nQueue: sales\r\nLocation: Local/101@from-queue/n\r\n",
        };
        if (classes is not null)
            ami.Answers["manager show user metrics"] = $"Response: Success\nOutput:       read perm: {classes}\n";
        if (stamps is not null)
            ami.Answers["manager show settings"] = $"Response: Success\nOutput:   Timestamp events:   {stamps}\n";
        return ami;
    }

    private static Task<IReadOnlyList<NeedFinding>> CheckAsync(MemoryAmi ami, TimeSpan? patience = null) => AsteriskCheck.RunAsync(
        new AsteriskOptions { Username = "metrics", Dial = _ => ami.Dial(), BootPatience = TimeSpan.FromMilliseconds(10) },
        patience ?? TimeSpan.FromSeconds(30), TimeProvider.System, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
}
