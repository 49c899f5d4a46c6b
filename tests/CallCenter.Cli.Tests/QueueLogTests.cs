using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CallCenter.Asterisk.Tests;
using CallCenter.Cli.Commands;

namespace CallCenter.Cli.Tests;

/// <summary>queue_log of a real Asterisk through the program to a server of its own, whose figures must be those of the log.</summary>
public sealed partial class QueueLogTests : IAsyncLifetime
{
    // The recording edge-1 by its own clock.
    private const long First = 1795324775;
    private const long Last = 1795325319;

    private const string Members = "Event: QueueMember\nQueue: sales\nName: Alice Berg\nLocation: Local/1001@agents/n\nStatus: 1\n";

    private const string NextCaller = """
        Event: QueueCallerJoin
        Privilege: agent,all
        Timestamp: 1795325341.000000
        Uniqueid: next.1
        Queue: sales

        Event: HangupRequest
        Privilege: call,all
        Timestamp: 1795325349.000000
        Uniqueid: next.1

        Event: QueueCallerAbandon
        Privilege: agent,all
        Timestamp: 1795325349.000100
        Uniqueid: next.1
        Queue: sales
        HoldTime: 8


        """;

    private static readonly string[] Log = File.ReadAllLines(Path.Combine(Traces.Find("edge-1")!, "queue_log"));

    private static readonly byte[] Bytes = Traces.Bytes("edge-1");

    // Old events are refused, so the recording ends a minute ago.
    private readonly long _shift = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 60 - Last;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ccg-");
    private ServeProcess _server = null!;

    private string LogPath => Path.Combine(_folder.FullName, "queue_log");

    public async Task InitializeAsync() => _server = await ServeProcess.StartAsync(["--data", Path.Combine(_folder.FullName, "data")]);

    public async Task DisposeAsync()
    {
        await _server.KillAsync();
        _server.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(PbxStop.Orderly, CutForm.Files)]
    [InlineData(PbxStop.Hard, CutForm.Files)]
    [InlineData(PbxStop.Hard, CutForm.Unmarked)]
    public async Task Replay_of_a_cut_recording_with_its_log_has_the_figures_of_the_log(PbxStop stop, CutForm form)
    {
        var recording = CutRecording.AtRandom("edge-1", seed: 4, stop);
        recording.Write(_folder.FullName, form);

        Ended ended = await CcgAsync("replay", "asterisk", _folder.FullName, "--queue-log", LogPath, "--source", "pbx");

        Assert.Equal(0, ended.Code);
        Assert.Contains("rejected 0, duplicate 0", ended.Out, StringComparison.Ordinal);
        await _server.HasFiguresOfAsync(recording.Log);
    }

    [Fact]
    public async Task Connect_with_the_log_of_its_Asterisk_has_the_figures_of_the_log_through_a_break_and_a_second_run()
    {
        File.WriteAllLines(LogPath, Shifted(Log, ""));
        // The second caller waits when the connection breaks, and is gone when the next one is made.
        await using (var breaking = new AmiServer(
            new AmiScene { Clock = Clock(1795324777), Play = Between(1795324780, 1795324803), IsCut = true },
            new AmiScene { Clock = Clock(1795324815), Uptime = 140, Queues = Members, Play = Between(1795324823, long.MaxValue) }))
        {
            await FollowAsync(breaking, () => _server.HasFiguresOfAsync(Log));
        }
        // The log lacks the last caller, whom only the second run sees.
        await using var asterisk = new AmiServer(
            new AmiScene { Clock = Clock(Last + 20), Play = Encoding.UTF8.GetBytes(Shifted(NextCaller)) });

        string[] next = ["1795325341|next.1|sales|NONE|ENTERQUEUE||1|1", "1795325349|next.1|sales|NONE|ABANDON|1|1|8"];

        await FollowAsync(asterisk, () => _server.HasFiguresOfAsync([.. Log, .. next]));
    }

    [Fact]
    public async Task Import_that_is_killed_three_times_and_run_again_loses_and_doubles_nothing()
    {
        // 6 hours of calls: long enough to be killed on the way.
        string[] lines = [.. Enumerable.Range(0, 40).SelectMany(i => Shifted(Log, $"{i}-", (i - 39) * (Last - First + 5)))];
        File.WriteAllLines(LogPath, lines);
        string[] command = ["import", "asterisk", LogPath, "--source", "history", "--server", _server.Address];
        for (int kill = 0; kill < 3; kill++)
        {
            using Process killed = Ccg.Start(command);
            // The first tenth is acked; without a line, this machine was slower to kill the last import than that was to end.
            string? progress = await killed.StandardError.ReadLineAsync().WaitAsync(Waits.Limit);
            Assert.True(progress is not null || kill > 0);
            killed.Kill();
            await killed.WaitForExitAsync().WaitAsync(Waits.Limit);
        }

        Ended ended = await CcgAsync(command);

        Assert.Equal(0, ended.Code);
        // Events of the very millisecond of the last counted one are sent again, and refused.
        await _server.HasFiguresOfAsync(lines);
    }

    [Fact]
    public async Task Log_in_a_legacy_encoding_is_imported_in_it()
    {
        string[] lines = ["1795325300|c1|Продажи|NONE|ENTERQUEUE||1|1", "1795325309|c1|Продажи|NONE|ABANDON|1|1|9"];
        File.WriteAllLines(LogPath, Shifted(lines, ""), CodePagesEncodingProvider.Instance.GetEncoding("windows-1251")!);

        await CcgAsync("import", "asterisk", LogPath, "--encoding", "windows-1251");
        Ended shown = await CcgAsync("snapshot", "-g", "queue", "-k", "contacts_abandoned", "--window", "24h", "-o", "csv");

        Assert.Contains("\nПродажи,1", shown.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recording_in_a_legacy_encoding_is_replayed_in_it()
    {
        string path = Path.Combine(_folder.FullName, "ami.txt");
        File.WriteAllText(path, NextCaller.Replace("sales", "Продажи", StringComparison.Ordinal),
            CodePagesEncodingProvider.Instance.GetEncoding("windows-1251")!);

        await CcgAsync("replay", "asterisk", path, "--encoding", "windows-1251");
        Ended shown = await CcgAsync("snapshot", "-g", "queue", "-k", "contacts_abandoned", "--window", "24h", "-o", "csv");

        Assert.Contains("\nПродажи,1", shown.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_that_is_not_there_fails_the_replay_with_its_path()
    {
        new CutRecording("edge-1").Write(_folder.FullName);

        Ended ended = await CcgAsync("replay", "asterisk", _folder.FullName, "--queue-log", "nowhere/queue_log");

        Assert.Equal((1, ""), (ended.Code, ended.Out));
        Assert.Contains("nowhere/queue_log", ended.Error, StringComparison.Ordinal);
    }

    private Task<Ended> CcgAsync(params string[] args) =>
        CommandRun.ToEndAsync(args.Contains("--server") ? args : [.. args, "--server", _server.Address]);

    /// <summary>Follows an Asterisk until the server has counted what it should, then stops as Ctrl-C does.</summary>
    private async Task FollowAsync(AmiServer asterisk, Func<Task> counted)
    {
        using var stop = new CancellationTokenSource();
        var cli = new CliContext
        {
            In = TextReader.Null,
            Out = TextWriter.Null,
            Error = TextWriter.Null,
            Stop = stop.Token,
            Variable = name => name == "CCG_AMI_SECRET" ? AmiServer.Secret : null,
        };
        string[] args =
        [
            "connect", "asterisk", $"127.0.0.1:{asterisk.Port}", "--user", "metrics", "--queue-log", LogPath, "--server", _server.Address,
        ];
        Task<int> run = CommandLine.RunAsync(args, cli, ConnectCommand.Create(cli));
        await counted();
        await stop.CancelAsync();
        Assert.Equal(0, await run.WaitAsync(Waits.Limit));
    }

    private string Clock(long second) => string.Create(CultureInfo.InvariantCulture, $"{second + _shift}.000000");

    /// <summary>The messages from one second to before another.</summary>
    private byte[] Between(long from, long until) =>
        Encoding.UTF8.GetBytes(Shifted(Encoding.UTF8.GetString(Bytes.AsSpan(At(from)..(until > Last ? Bytes.Length : At(until))))));

    private static int At(long second)
    {
        int stamp;
        do
            stamp = Bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes($"Timestamp: {second++}"));
        while (stamp < 0);
        return Bytes.AsSpan(0, stamp).LastIndexOf("\r\n\r\n"u8) + 4;
    }

    private string Shifted(string messages) => Stamp().Replace(
        messages.ReplaceLineEndings("\r\n"),
        stamp => $"Timestamp: {(Number(stamp.Groups[1].Value) + _shift).ToString(CultureInfo.InvariantCulture)}");

    /// <summary>The lines at present times, and with calls of their own.</summary>
    private IEnumerable<string> Shifted(IEnumerable<string> lines, string prefix, long by = 0)
    {
        foreach (string[] cells in lines.Select(line => line.Split('|')))
        {
            string time = (Number(cells[0]) + _shift + by).ToString(CultureInfo.InvariantCulture);
            string call = cells[1] is "NONE" or "MANAGER" ? cells[1] : prefix + cells[1];
            yield return string.Join('|', [time, call, .. cells[2..]]);
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex("Timestamp: ([0-9]+)")]
    private static partial Regex Stamp();
}
