using System.IO.Compression;
using System.Text;
using CallCenter.V1;

namespace CallCenter.Asterisk.Tests;

/// <summary>queue_log alone: its own totals, and files as rotation, crashes and disks leave them.</summary>
public sealed class QueueLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ccg-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Log_of_edge_1_alone_has_its_own_totals() => AssertTruth("edge-1");

    [TraceFact("calm-1")]
    public void Log_of_calm_1_alone_has_its_own_totals() => AssertTruth("calm-1");

    [TraceFact("calm-2")]
    public void Log_of_calm_2_alone_has_its_own_totals() => AssertTruth("calm-2");

    [Fact]
    public void Visits_of_the_log_bear_the_ids_that_they_have_over_ami() => Assert.Equal(
        TraceTests.Replay("edge-1").Where(each => each.VisitQueued is not null).Select(each => each.VisitQueued),
        Events([LogOf("edge-1")]).Where(each => each.VisitQueued is not null).Select(each => each.VisitQueued));

    [Fact]
    public void Reading_twice_gives_the_same_events() => Assert.Equal(Events([LogOf("edge-1")]), Events([LogOf("edge-1")]));

    [Fact]
    public void Rotated_and_packed_parts_are_read_in_the_order_of_their_lines()
    {
        var lines = File.ReadAllLines(LogOf("edge-1"));
        Write("queue_log", lines[120..]);
        Write("queue_log.1", lines[90..120]);
        Write("queue_log-20261121", lines[30..60]);
        Pack("queue_log.0.gz", lines[60..90]);
        Pack("queue_log-20261120.gz", lines[..30]);
        Write("queue_log.conf", ["[general]", "rotate = yes"]);
        Write("queue_logs_of_others", lines);
        var files = QueueLogFiles.WithRotated(Path.Combine(_folder, "queue_log"));
        Assert.Equal(Events([LogOf("edge-1")]), Events(files));
    }

    [Fact]
    public void Copy_that_is_being_packed_counts_once()
    {
        var lines = File.ReadAllLines(LogOf("edge-1"));
        Write("queue_log.1", lines);
        Pack("queue_log.1.gz", lines[..100]);
        var skipped = new QueueLogSkips();
        Assert.Equal(Events([LogOf("edge-1")]), Events(Directory.GetFiles(_folder), skipped));
        Assert.Equal(1, skipped.Copies);
    }

    [Fact]
    public void Garbage_between_lines_is_skipped_and_counted()
    {
        var lines = File.ReadAllLines(LogOf("edge-1")).SelectMany((line, i) => i % 10 == 0
            ? new[] { line, "", "not a line", "17953247|x", "1795324999|only|four|fields", new string('x', 200_000) } : [line]).ToArray();
        Write("queue_log", lines);
        var skipped = new QueueLogSkips();
        Assert.Equal(Events([LogOf("edge-1")]), Events([Path.Combine(_folder, "queue_log")], skipped));
        Assert.Equal((lines.Count(line => line.StartsWith("not", StringComparison.Ordinal)), 3L),
            ((int)skipped.TooLong, skipped.Garbage / skipped.TooLong));
    }

    [Fact]
    public void Random_bytes_are_no_lines_and_no_end()
    {
        var random = new Random(7);
        var path = Path.Combine(_folder, "queue_log");
        for (var i = 0; i < 50; i++)
        {
            var bytes = new byte[random.Next(0, 300_000)];
            random.NextBytes(bytes);
            File.WriteAllBytes(path, [.. bytes, (byte)'\n', .. "1795324781|c1|sales|NONE|ENTERQUEUE||4930131001|1\n"u8]);
            Assert.Equal("c1/sales/1", Assert.Single(Events([path]), each => each.VisitQueued is { ContactId: "c1" }).VisitQueued.VisitId);
        }
    }

    [Fact]
    public void Last_line_without_an_end_is_not_read_and_counted()
    {
        var path = Path.Combine(_folder, "queue_log");
        File.WriteAllText(path, "1795324781|c1|sales|NONE|ENTERQUEUE||493|1\n1795324784|c1|sales|NONE|ABANDON|1|1|3");
        var skipped = new QueueLogSkips();
        Assert.Single(Events([path], skipped));
        Assert.Equal(1, skipped.Cut);
    }

    [Fact]
    public void Start_that_a_crashed_process_left_behind_half_a_line_is_read() => Assert.Equal(
        """
        1 queued c1/sales/1
        9 Lost c1/sales/1
        """,
        Story(
            """
            1700000001|c1|sales|NONE|ENTERQUEUE||493|1
            1700000004|c2|sales|NONE|ENTERQU1700000009|NONE|NONE|NONE|QUEUESTART|
            """));

    [Fact]
    public void Packed_file_that_is_cut_gives_what_it_has()
    {
        Pack("queue_log.1.gz", File.ReadAllLines(LogOf("edge-1")));
        var path = Path.Combine(_folder, "queue_log.1.gz");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..2000]);
        Assert.NotEmpty(Events([path]));
    }

    [Fact]
    public void Times_with_a_fraction_are_kept() => Assert.Equal(
        """
        1.25 queued c1/sales/1
        3.5 Abandoned c1/sales/1 wait=2
        """,
        Story(
            """
            1700000001.25|c1|sales|NONE|ENTERQUEUE||493|1
            1700000003.500000|c1|sales|NONE|ABANDON|1|1|2
            """));

    [Fact]
    public void Long_log_is_read_from_a_time_on()
    {
        var lines = Enumerable.Range(0, 100_000).Select(i => $"{1_700_000_000 + i}|c{i}|sales|NONE|ENTERQUEUE||493|1");
        Write("queue_log", [.. lines]);
        var read = new QueueLogFiles(new(), AmiText.Utf8).Read(
            [Path.Combine(_folder, "queue_log")], DateTimeOffset.FromUnixTimeSeconds(1_700_077_777)).ToArray();
        Assert.Equal(("c77777", 100_000 - 77_777), (read[0].CallId, read.Length));
    }

    [Fact]
    public void Every_way_out_of_a_queue_has_its_outcome_and_the_wait_of_the_log() => Assert.Equal(
        """
        1 queued a/q/1
        1.001 queued b/q/1
        1.002 queued c/q/1
        1.003 queued d/q/1
        1.004 queued e/q/1
        1.005 queued f/q/1
        9 Abandoned a/q/1 wait=8
        9 TimedOut b/q/1 wait=7
        9 KeyExit c/q/1 wait=6
        9 QueueEmpty d/q/1 wait=5
        9 Withdrawn e/q/1 wait=4
        9 Failed f/q/1
        """,
        Story(string.Join('\n',
            [.. "abcdef".Select(caller => $"1700000001|{caller}|q|NONE|ENTERQUEUE||493|1"),
            "1700000009|a|q|NONE|ABANDON|1|1|8", "1700000009|b|q|NONE|EXITWITHTIMEOUT|1|1|7", "1700000009|c|q|NONE|EXITWITHKEY|2|1|1|6",
            "1700000009|d|q|NONE|EXITEMPTY|1|1|5", "1700000009|e|q|NONE|WITHDRAW|1|1|4|by hand", "1700000009|f|q|Eva|SYSCOMPAT|"])));

    [Fact]
    public void Transfers_are_read_from_the_end_of_the_line() => Assert.Equal(
        """
        1 queued a/q/1
        2 offered a/q/1 Eva
        2 answered a/q/1 Eva wait=1 ring=1
        9 TransferredConsult a/q/1 talk=7
        11 queued a/q/2
        12 offered a/q/2 Eva
        12 answered a/q/2 Eva wait=1 ring=0
        15 TransferredBlind a/q/2 talk=3 to=200
        """,
        Story(
            """
            1700000001|a|q|NONE|ENTERQUEUE||493|1
            1700000002|a|q|Eva|CONNECT|1|x1|1
            1700000009|a|q|Eva|ATTENDEDTRANSFER|LINK|u1|u2|1|7|1
            1700000011|a|q|NONE|ENTERQUEUE||493|1
            1700000012|a|q|Eva|CONNECT|1|x2|0
            1700000015|a|q|Eva|BLINDTRANSFER|200|internal|1|3|1
            """));

    [Fact]
    public void Visit_follows_the_customer_whom_an_attended_transfer_puts_into_the_queue() => Assert.Equal(
        """
        1 queued c1/sales/1
        13 offered c1/sales/1 Ann
        13 answered c1/sales/1 Ann wait=12 ring=5
        132 queued c3/vip/1
        133 TransferredConsult c1/sales/1 talk=120
        137 offered c3/vip/1 Bo
        137.001 NoAnswer c3/vip/1 Bo
        139 offered c3/vip/1 Cy
        139 answered c3/vip/1 Cy wait=7 ring=2
        312 CompletedByAgent c3/vip/1 talk=173
        """,
        Story(
            """
            1700000001|c1|sales|NONE|ENTERQUEUE||493|1
            1700000013|c1|sales|Ann|CONNECT|12|a1|5
            1700000132|c3|vip|NONE|ENTERQUEUE||7009|1
            1700000133|c1|sales|Ann|ATTENDEDTRANSFER|APP|Queue|12|120|1
            1700000137|c1|vip|Bo|RINGNOANSWER|4000
            1700000139|c1|vip|Cy|CONNECT|7|a2|2
            1700000312|c1|vip|Cy|COMPLETEAGENT|7|173|1
            """));

    [Fact]
    public void Waits_tell_which_of_two_visits_has_another_caller() => Assert.Equal(
        """
        1 queued k1/q/1
        5 queued k2/q/1
        9 Abandoned k2/q/1 wait=4
        11 offered k1/q/1 Ann
        11 answered k1/q/1 Ann wait=10 ring=2
        12 queued k3/q/1
        20 CompletedByCustomer k1/q/1 talk=9
        """,
        Story(
            """
            1700000001|k1|q|NONE|ENTERQUEUE||493|1
            1700000005|k2|q|NONE|ENTERQUEUE||493|2
            1700000009|c2|q|NONE|ABANDON|1|2|4
            1700000011|c1|q|Ann|CONNECT|10|x1|2
            1700000012|k3|q|NONE|ENTERQUEUE||493|1
            1700000020|c1|q|Ann|COMPLETECALLER|10|9|1
            """));

    [Fact]
    public void Customer_who_changes_in_the_conversation_ends_the_conversation_of_the_agent() => Assert.Equal(
        """
        1 queued k1/q/1
        3 offered k1/q/1 Ann
        3 answered k1/q/1 Ann wait=2 ring=2
        20 CompletedByCustomer k1/q/1 talk=17
        """,
        Story(
            """
            1700000001|k1|q|NONE|ENTERQUEUE||493|1
            1700000003|k1|q|Ann|CONNECT|2|x1|2
            1700000020|c1|q|Ann|COMPLETECALLER|2|17|1
            """));

    [Fact]
    public void Line_of_a_call_that_began_before_the_log_ends_no_visit_of_another_call()
    {
        var skipped = new QueueLogSkips();
        var path = Path.Combine(_folder, "queue_log");
        File.WriteAllText(path,
            """
            1700000001|k1|q|NONE|ENTERQUEUE||493|1
            1700000009|c1|q|NONE|ABANDON|1|1|30
            1700000010|c2|q|Ann|CONNECT|20|x1|2
            1700000020|c2|q|Ann|COMPLETECALLER|20|10|1
            1700000021|c2|q|Ann|RINGNOANSWER|4000

            """);
        Assert.Equal("1 queued k1/q/1", Play.Lines(Events([path], skipped)));
        Assert.Equal(4, skipped.BeginningUnknown);
    }

    [Fact]
    public void Restart_ends_the_pause_of_a_static_member_and_keeps_that_of_a_dynamic_one()
    {
        var path = Path.Combine(_folder, "queue_log");
        File.WriteAllText(path,
            """
            1700000001|MANAGER|q|Dyn|ADDMEMBER|
            1700000002|NONE|q|Dyn|PAUSE|Lunch
            1700000003|NONE|q|Stat|PAUSE|Lunch
            1700000009|NONE|NONE|NONE|QUEUESTART|

            """);
        Assert.Equal(
            """
            1 named Dyn Dyn
            1 Joined Dyn q
            1 Available Dyn
            2 Paused Dyn q Lunch
            2 Break Dyn Lunch
            3 named Stat Stat
            3 Paused Stat q Lunch
            3 Break Stat Lunch
            9 Joined Stat q
            9 Available Stat
            """,
            Play.Lines(Events([path])));
    }

    private static string LogOf(string name) => Path.Combine(Traces.Find(name)!, "queue_log");

    private static IReadOnlyList<Event> Events(IEnumerable<string> files, QueueLogSkips? skipped = null) =>
        [.. RecordedQueueLog.ReadEvents(files, new MappingOptions(), skipped ?? new())];

    private static void AssertTruth(string name)
    {
        var tally = Tally.Of(Events([LogOf(name)]));
        TraceTests.AssertTotals(name, tally);
        TraceTests.AssertVisits(name, tally, keyWaitSlack: 0);
        TraceTests.AssertAgents(name, tally);
    }

    private string Story(string text)
    {
        var path = Path.Combine(_folder, "queue_log");
        File.WriteAllText(path, text + "\n");
        return Play.Lines(Events([path]).Where(each => each.AgentDescribed is null && each.AgentPresenceChanged is null));
    }

    private void Write(string name, string[] lines) => File.WriteAllLines(Path.Combine(_folder, name), lines);

    private void Pack(string name, string[] lines)
    {
        using var packed = new GZipStream(File.Create(Path.Combine(_folder, name)), CompressionLevel.Fastest);
        packed.Write(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));
    }
}
