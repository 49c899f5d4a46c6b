using CallCenter.ScriptedServer;
using CallCenter.V1;
using Grpc.Core;

namespace CallCenter.Cli.Tests;

/// <summary>send and replay against a server.</summary>
public sealed class SendingTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ccg-");
    private ScriptedPeer _server = null!;

    public async Task InitializeAsync() => _server = await ScriptedPeer.StartAsync();

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_file_of_events_is_sent_as_new_events_each_time()
    {
        string file = Write("events.jsonl", Given.Lines(Given.Queued("v1", Given.Nine), Given.Queued("v2", Given.Nine)));

        Ended first = await CcgAsync("send", file, "--source", "pbx");
        await CcgAsync("send", file, "--source", "pbx");

        Assert.Equal(new Ended(0, "acked 2, rejected 0, duplicate 0\n", ""), first);
        Assert.Equal(["v1", "v2", "v1", "v2"], _server.Ingest.Source("pbx").VisitIds);
    }

    [Fact]
    public async Task Standard_input_counts_as_a_file()
    {
        string lines = "\n" + Given.Lines(Given.Queued("v1", Given.Nine)) + "\n";

        Ended ended = await CommandRun.ToEndAsync(["send", "-", "--server", _server.Address], lines);

        Assert.Equal(new Ended(0, "acked 1, rejected 0, duplicate 0\n", ""), ended);
        Assert.Equal(["v1"], _server.Ingest.Source("ccg").VisitIds);
    }

    [Theory]
    [InlineData("{", "")]
    [InlineData("nonsense", "")]
    [InlineData("[]", "")]
    [InlineData("{\"visitQueued\":{\"visitId\":1.5e400}}", "")]
    [InlineData("{\"occurredTime\":\"yesterday\"}", "yesterday")]
    [InlineData("{\"visitQeued\":{}}", "visitQeued")]
    public async Task A_line_that_is_no_event_is_named_and_nothing_of_the_file_is_sent(string line, string named)
    {
        string file = Write("events.jsonl", Given.Lines(Given.Queued("v1", Given.Nine)) + line + "\n");

        Ended ended = await CcgAsync("send", file, "--source", "pbx");

        Assert.Equal((1, ""), (ended.Code, ended.Out));
        Assert.StartsWith($"ccg: {file}:2: ", ended.Error);
        Assert.Contains(named, ended.Error);
        Assert.DoesNotContain("unexpected", ended.Error);
        Assert.Equal(1, ended.Error.Count(c => c == '\n'));
        Assert.Empty(_server.Ingest.Source("pbx").Events);
    }

    [Fact]
    public async Task A_rejected_event_is_named_by_its_line_and_fails_the_command()
    {
        _server.Ingest.Source("pbx").SetCommitted(5);
        _server.Ingest.Refuses = e => e.VisitQueued.VisitId == "v2" ? ErrorReason.TransitionRefused : null;
        string lines = Given.Lines(Given.Queued("v1", Given.Nine)) + "\n" + Given.Lines(Given.Queued("v2", Given.Nine));
        string file = Write("events.jsonl", lines);

        Ended ended = await CcgAsync("send", file, "--source", "pbx");

        Assert.Equal((1, "acked 2, rejected 1, duplicate 0\nrejected TRANSITION_REFUSED: 1\n"), (ended.Code, ended.Out));
        Assert.Equal($"{file}:3: TRANSITION_REFUSED: It does not fit.\n", ended.Error);
    }

    [Fact]
    public async Task A_connection_that_is_lost_on_the_way_is_told_once_and_nothing_is_lost_with_it()
    {
        _server.Ingest.Next(async talk =>
        {
            await talk.WelcomeAsync();
            talk.CommitQuietly((await talk.ReadAsync())!);
            throw Refusal.RetryAfter(TimeSpan.Zero, ErrorReason.StoreUnavailable, "The store does not answer.");
        });
        _server.Ingest.Next(_ => throw Refusal.RetryAfter(TimeSpan.Zero, ErrorReason.StoreUnavailable, "The store does not answer."));

        Ended ended = await CommandRun.ToEndAsync(["send", "-", "--server", _server.Address], Given.Lines(Given.Queued("v1", Given.Nine)));

        Assert.Equal((0, "acked 1, rejected 0, duplicate 0\n"), (ended.Code, ended.Out));
        Assert.Equal(
            $"ccg: connection to {_server.Address} lost (STORE_UNAVAILABLE: The store does not answer); trying again\n"
                + $"ccg: connected to {_server.Address} again\n", ended.Error);
        Assert.Equal(["v1"], _server.Ingest.Source("ccg").VisitIds);
    }

    [Fact]
    public async Task A_source_that_another_program_takes_over_fails_the_command()
    {
        _server.Ingest.Next(async talk =>
        {
            await talk.WelcomeAsync();
            await talk.ReadAsync();
            throw Refusal.Of(StatusCode.Aborted, ErrorReason.SessionSuperseded, "Another session took the source over.");
        });

        Ended ended = await CommandRun.ToEndAsync(["send", "-", "--server", _server.Address], Given.Lines(Given.Queued("v1", Given.Nine)));

        Assert.Equal((1, ""), (ended.Code, ended.Out));
        Assert.Equal("ccg: Another session took the source over; another program sends as the same source: "
            + "give this one its own with --source\n", ended.Error);
    }

    [Fact]
    public async Task A_replay_ends_now_and_counts_once_however_often_it_runs()
    {
        DateTimeOffset now = Given.Nine.AddDays(1);
        _server.Ingest.Refuses = e => e.VisitQueued.VisitId == "v2" ? ErrorReason.EventInvalid : null;
        IEnumerable<Event> recorded = Enumerable.Range(1, 20).Select(i => Given.Queued($"v{i}", Given.Nine.AddMinutes(i)));
        string file = Write("monday.jsonl", Given.Lines(recorded));
        string[] args = ["replay", "jsonl", file, "--server", _server.Address];

        Ended first = await CommandRun.ToEndAsync(args, timeProvider: new StandingClock(now));
        Ended second = await CommandRun.ToEndAsync(args, timeProvider: new StandingClock(now));

        IReadOnlyList<Event> events = _server.Ingest.Source("monday").Events;
        Assert.Equal((20, now, now.AddMinutes(-19)), (events.Count, Time(events[^1]), Time(events[0])));
        Assert.Equal((0, "acked 20, rejected 1, duplicate 0\nrejected EVENT_INVALID: 1\n"), (first.Code, first.Out));
        Assert.Equal((0, "acked 20, rejected 0, duplicate 20\n"), (second.Code, second.Out));
        Assert.EndsWith("100% 20/20 acked\n", first.Error);
        Assert.EndsWith("ccg: source 'monday' had sent all of this before; to count it again give another --source\n", second.Error);
    }

    [Fact]
    public async Task A_replay_without_rebasing_keeps_the_recorded_times()
    {
        string file = Write("monday.jsonl", Given.Lines(Given.Queued("v1", Given.Nine)));

        await CcgAsync("replay", "jsonl", file, "--no-rebase", "--source", "again");

        Assert.Equal(Given.Nine, Time(Assert.Single(_server.Ingest.Source("again").Events)));
    }

    [Fact]
    public async Task An_empty_recording_fails()
    {
        string file = Write("monday.jsonl", "");

        Ended ended = await CcgAsync("replay", "jsonl", file);

        Assert.Equal(new Ended(1, "", $"ccg: {file} has no events; check that it is a recording of kind 'jsonl'\n"), ended);
    }

    private static DateTimeOffset Time(Event item) => item.OccurredTime.ToDateTimeOffset();

    private Task<Ended> CcgAsync(params string[] args) => CommandRun.ToEndAsync([.. args, "--server", _server.Address]);

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
