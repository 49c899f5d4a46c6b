using CallCenter.ScriptedServer;
using CallCenter.V1;

namespace CallCenter.Cli.Tests;

/// <summary>import against a server.</summary>
public sealed class ImportTests : IAsyncLifetime
{
    private const string Log = """
        1795324775|NONE|NONE|NONE|QUEUESTART|
        1795324781|c1|sales|NONE|ENTERQUEUE||4930131001|1
        garbage
        1795324784|c1|sales|Alice Berg|CONNECT|3|x1|2
        1795324790|c1|sales|Alice Berg|COMPLETECALLER|3|6|1
        1795324791|c2|sales|NONE|ENTERQUEUE||4930131001|1

        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ccg-");
    private ScriptedPeer _server = null!;

    public async Task InitializeAsync() => _server = await ScriptedPeer.StartAsync();

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Log_of_an_Asterisk_is_sent_with_its_times_and_ends_with_nothing_live()
    {
        Ended ended = await CcgAsync("import", "asterisk", Write("queue_log", Log), "--source", "history");

        IReadOnlyList<Event> events = _server.Ingest.Source("history").Events;
        Assert.Equal(
            ["c1/sales/1", "c2/sales/1"], events.Where(each => each.VisitQueued is not null).Select(each => each.VisitQueued.VisitId));
        Assert.Equal(1795324781, events[0].OccurredTime.Seconds);
        Assert.Equal((0, true), (events[^1].FloorReport.Visits.Count, events[^1].FloorReport.GapRepaired));
        Assert.Equal(0, ended.Code);
        Assert.Contains($"acked {events.Count}, rejected 0, duplicate 0", ended.Out, StringComparison.Ordinal);
        Assert.Contains("skipped 1 lines that are none of a queue_log", ended.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Live_visits_stay_at_the_end_on_request()
    {
        await CcgAsync("import", "asterisk", Write("queue_log", Log), "--source", "history", "--keep-live");

        Assert.DoesNotContain(_server.Ingest.Source("history").Events, each => each.FloorReport is not null);
    }

    [Fact]
    public async Task Dry_run_reports_the_events_and_sends_none()
    {
        Ended ended = await CommandRun.ToEndAsync(["import", "asterisk", Write("queue_log", Log), "--dry-run"]);

        Assert.Equal(0, ended.Code);
        Assert.Contains(" events of 2 visits, ", ended.Out, StringComparison.Ordinal);
        Assert.StartsWith("would send ", ended.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_without_a_line_of_a_log_is_a_failure_that_says_why()
    {
        Ended ended = await CcgAsync("import", "asterisk", Write("queue_log", "nothing\nof it\n"), "--source", "history");

        Assert.Equal(1, ended.Code);
        Assert.StartsWith("ccg: there are no events in these files", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invalid_JSON_lines_are_skipped_and_reported_and_a_second_run_counts_nothing_again()
    {
        string file = Write("events.jsonl",
            Given.Lines(Given.Queued("v1", Given.Nine)) + "nonsense\n" + Given.Lines(Given.Queued("v2", Given.Nine)));

        Ended first = await CcgAsync("import", "jsonl", file);
        Ended second = await CcgAsync("import", "jsonl", file);

        Assert.Equal(["v1", "v2"], _server.Ingest.Source("events").VisitIds);
        Assert.Contains($"skipped {file}:2: ", first.Out, StringComparison.Ordinal);
        Assert.Contains("had all of this before", second.Error, StringComparison.Ordinal);
    }

    private Task<Ended> CcgAsync(params string[] args) => CommandRun.ToEndAsync([.. args, "--server", _server.Address]);

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
