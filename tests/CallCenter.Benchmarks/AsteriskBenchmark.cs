using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CallCenter.Asterisk;

namespace CallCenter.Benchmarks;

/// <summary>
/// A PBX that tells 100,000 device states a minute, as those with hundreds of members in many queues do, and a caller now and then: the
/// processor time of the adapter, the sender in the same process included, and how long a caller's event waits.
/// </summary>
internal static class AsteriskBenchmark
{
    private const int StatesPerMinute = 100_000;
    private const int Members = 500;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    public static async Task<string> MeasureAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var stop = new CancellationTokenSource();
        var joined = new Dictionary<string, long>();
        var waits = new List<TimeSpan>();
        var options = new AsteriskOptions { Host = "127.0.0.1", Port = ((IPEndPoint)listener.LocalEndpoint).Port, Login = AmiLogin.Plain };
        var adapter = new AsteriskAdapter(options, TimeProvider.System, new Random(1));
        var run = adapter.RunAsync((each, _) =>
        {
            if (each.VisitQueued is { } queued)
            {
                lock (joined)
                    waits.Add(Stopwatch.GetElapsedTime(joined[queued.ContactId]));
            }
            return ValueTask.CompletedTask;
        }, stop.Token);
        using var client = await listener.AcceptTcpClientAsync();
        await using var stream = client.GetStream();
        await stream.WriteAsync("Asterisk Call Manager/11.0.0\r\nResponse: Success\r\nActionID: login\r\n\r\n"u8.ToArray());
        await PlayAsync(stream, Stopwatch.GetTimestamp(), WarmUp, joined);
        lock (joined)
            waits.Clear();
        var process = Process.GetCurrentProcess();
        var (start, before) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);
        var sent = await PlayAsync(stream, start, Length, joined);
        process.Refresh();
        var (used, passed) = (process.TotalProcessorTime - before, Stopwatch.GetElapsedTime(start));
        await stop.CancelAsync();
        await run.ContinueWith(_ => { }, TaskScheduler.Default);
        waits.Sort();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{sent / passed.TotalMinutes:N0} states a minute: {used / passed:P1} of a core; a caller's event waits "
                + $"{waits[waits.Count / 2].TotalMilliseconds:0.0} ms (median), "
                + $"{waits[waits.Count * 99 / 100].TotalMilliseconds:0.0} ms (p99), "
                + $"{waits[^1].TotalMilliseconds:0.0} ms (longest of {waits.Count})");
    }

    private static async Task<int> PlayAsync(NetworkStream stream, long start, TimeSpan length, Dictionary<string, long> joined)
    {
        var sent = 0;
        using var timer = new PeriodicTimer(Step);
        for (var callers = 0; Stopwatch.GetElapsedTime(start) < length && await timer.WaitForNextTickAsync(); callers++)
        {
            var text = new StringBuilder();
            for (var due = (int)(Stopwatch.GetElapsedTime(start).TotalMinutes * StatesPerMinute); sent < due; sent++)
                text.Append(State(sent));
            var caller = string.Create(CultureInfo.InvariantCulture, $"{start}.{callers}");
            if (callers % 5 == 0)
                text.Append("Event: QueueCallerJoin\r\nPrivilege: agent,all\r\nTimestamp: ").Append(Now())
                    .Append("\r\nUniqueid: ").Append(caller).Append("\r\nQueue: sales\r\nPosition: 1\r\nCount: 1\r\n\r\n");
            lock (joined)
                joined[caller] = Stopwatch.GetTimestamp();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(text.ToString()));
        }
        return sent;
    }

    private static string Now() => (DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000m).ToString("F6", CultureInfo.InvariantCulture);

    private static string State(int number) => string.Create(CultureInfo.InvariantCulture, $"""
        Event: QueueMemberStatus
        Privilege: agent,all
        Timestamp: {Now()}
        Queue: queue-{number % 20}
        MemberName: Member {number / 20 % Members}
        Interface: PJSIP/{number / 20 % Members}
        StateInterface: PJSIP/{number / 20 % Members}
        Membership: static
        Penalty: 0
        CallsTaken: {number % 7}
        LastCall: 0
        LastPause: 0
        LoginTime: 1764300000
        InCall: 0
        Status: {(number / 20 / Members % 2 == 0 ? 1 : 6)}
        Paused: 0
        PausedReason:
        Ringinuse: 0
        Wrapuptime: 0


        """).ReplaceLineEndings("\r\n");
}
