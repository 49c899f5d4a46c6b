using System.Text;
using CallCenter.V1;

namespace CallCenter.Asterisk.Tests;

/// <summary>The live adapter with queue_log beside it.</summary>
public sealed class LiveRepairTests : IDisposable
{
    private const string Alice = """
        Event: QueueMember
        Queue: sales
        Name: Alice Berg
        Location: Local/1001@agents/n
        Status: 1

        """;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly byte[] Bytes = Traces.Bytes("edge-1");

    private readonly string _folder = Directory.CreateTempSubdirectory("ccg-").FullName;

    private string Log => Path.Combine(_folder, "queue_log");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Time_between_two_connections_is_filled_before_the_floor_report_and_is_no_gap()
    {
        WriteLog();
        // The second caller waits when the connection breaks, and is gone when the next one is made.
        await using var asterisk = new AmiServer(
            new AmiScene { Clock = "1795324777.000000", Play = Bytes[At(1795324780)..At(1795324803)], IsCut = true },
            new AmiScene { Clock = "1795324815.000000", Uptime = 140, Queues = Alice, Play = Bytes[At(1795324823)..] });
        var server = new CountingServer();
        await RunAsync(asterisk, server, each => each.VisitEnded is not null && each.OccurredTime.Seconds >= 1795325306);
        TraceTests.AssertTotals("edge-1", server.Tally);
        Assert.Equal([true, true], server.Tally.Reports.Select(report => report.GapRepaired));
        Assert.Empty(server.Tally.Reports[1].Visits);
    }

    [Theory]
    [InlineData(60, 1)]
    [InlineData(60, 2)]
    [InlineData(215, 5)]
    [InlineData(1000, 7)]
    public async Task First_connection_fills_the_day_also_when_runs_are_killed_meanwhile(int lineCount, int killedCount)
    {
        string[] lines = [.. WriteLog().Take(lineCount)];
        File.WriteAllLines(Log, lines);
        var server = new CountingServer();
        for (var kill = 1; kill <= killedCount; kill++)
        {
            var left = 23 * kill;
            await using var killed = Quiet();
            await RunAsync(killed, server, each => each.FloorReport is not null || --left == 0);
        }
        await using var asterisk = Quiet();
        await RunAsync(asterisk, server, each => each.FloorReport is not null);
        var truth = LogTruth.Of(lines);
        Assert.Equal(Rows(truth), Rows(server.Tally));
        Assert.Equal(TallyTotals.Of(truth), TallyTotals.Of(server.Tally));
        Assert.True(server.Tally.Reports[^1].GapRepaired);
    }

    [Fact]
    public async Task Log_that_cannot_be_read_leaves_the_gap_and_says_why()
    {
        await using var asterisk = Quiet();
        GapFilled? filled = null;
        var server = new CountingServer();
        await RunAsync(asterisk, server, each => each.FloorReport is not null, told => filled = told);
        Assert.False(server.Tally.Reports[0].GapRepaired);
        Assert.Contains("queue_log", filled!.Failure, StringComparison.Ordinal);
    }

    private static AmiServer Quiet() => new(new AmiScene { Clock = "1795325330.000000" });

    // What is live when the log ends is not in the list that Asterisk answers, and so is lost.
    private static IEnumerable<string> Rows(Tally tally) => tally.Visits.Select(visit => $"{visit.Caller} {visit.Queue} "
        + (visit.Outcome.StartsWith("open", StringComparison.Ordinal) ? "lost" : visit.Outcome)
        + $" wait {visit.Wait} ring {visit.Ring} talk {visit.Talk}").Order();

    /// <summary>Where the first message of this second, or of one after it, begins.</summary>
    private static int At(long second)
    {
        int stamp;
        do
            stamp = Bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes($"Timestamp: {second++}"));
        while (stamp < 0);
        return Bytes.AsSpan(0, stamp).LastIndexOf("\r\n\r\n"u8) + 4;
    }

    private string[] WriteLog()
    {
        File.Copy(Path.Combine(Traces.Find("edge-1")!, "queue_log"), Log);
        return File.ReadAllLines(Log);
    }

    private async Task RunAsync(AmiServer asterisk, CountingServer server, Func<Event, bool> until, Action<GapFilled>? filled = null)
    {
        using var stop = new CancellationTokenSource();
        var newest = server.Newest;
        var options = new AsteriskOptions
        {
            Host = "127.0.0.1",
            Port = asterisk.Port,
            Username = "metrics",
            Secret = AmiServer.Secret,
            PauseMin = TimeSpan.Zero,
            QueueLog = Log,
            CountedUntil = _ => ValueTask.FromResult(newest),
            OnGapFilled = filled,
        };
        var run = new AsteriskAdapter(options, TimeProvider.System, new Random(1)).RunAsync((each, cancellation) =>
        {
            cancellation.ThrowIfCancellationRequested();
            server.Add(each);
            if (until(each))
                stop.Cancel();
            return ValueTask.CompletedTask;
        }, stop.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(Limit));
    }
}
