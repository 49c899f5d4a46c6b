using System.Globalization;
using System.Text;
using Xunit.Abstractions;

namespace CallCenter.Asterisk.Tests;

/// <summary>
/// A live connection over TCP on which calls come between random bytes, cut messages, over-long lines, blocks of more than 1 MB, damaged
/// pieces of a recording and answers that nobody asked for. The figures are in the output of each test.
/// </summary>
public sealed class NoisyConnectionTests(ITestOutputHelper output)
{
    private const int CallCount = 120;
    private const long Start = 1795324780;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly byte[] Recording = Traces.Bytes("edge-1");

    private readonly int[] _kinds = new int[6];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Connection_stays_and_every_call_counts_once(int seed)
    {
        var random = new Random(seed);
        using var play = new MemoryStream();
        for (var i = 0; i < CallCount; i++)
        {
            play.Write(Noise(random));
            play.Write("\r\n\r\n"u8);
            play.Write(Encoding.ASCII.GetBytes(Call(i)));
        }
        await using var asterisk = new AmiServer(new AmiScene { Play = play.ToArray() });
        var (tally, losses, events) = await FollowAsync(asterisk);

        var calls = tally.Visits.Where(visit => visit.Caller.StartsWith("call-", StringComparison.Ordinal)).Select(Row).ToArray();
        var noise = string.Join(", ", _kinds.Zip(Kinds, (count, kind) => $"{count} {kind}"));
        output.WriteLine($"seed {seed}: {play.Length} bytes with {noise}; "
            + $"{events} events, {calls.Length} of {CallCount} calls, {losses.Count} losses of the connection");
        Assert.Equal(Enumerable.Range(0, CallCount).Select(Expected), calls);
        Assert.Empty(losses);
        Assert.Equal((1, 1), (asterisk.ConnectionCount, tally.Reports.Count));
    }

    private static readonly string[] Kinds =
        ["runs of random bytes", "cut messages", "over-long lines", "blocks over 1 MB", "damaged pieces", "false answers"];

    private static string Row(TallyVisit visit) => $"{visit.Caller} {visit.Outcome} wait {visit.Wait} talk {visit.Talk}";

    private static string Expected(int i) => i % 3 == 0 ? $"call-{i} abandoned wait 4 talk " : $"call-{i} completed_by_agent wait 2 talk 3";

    private static string Call(int i)
    {
        var script = i % 3 == 0
            ? """
            0 QueueCallerJoin
            4 HangupRequest
            4.1 QueueCallerAbandon HoldTime=4
            4.2 QueueCallerLeave
            4.3 Hangup Cause=16
            """
            : """
            0 QueueCallerJoin
            0.1 AgentCalled DestUniqueid=agent-# Interface=SIP/fuzz MemberName=Fuzz
            2 QueueCallerLeave
            2.1 AgentConnect DestUniqueid=agent-# Interface=SIP/fuzz MemberName=Fuzz HoldTime=2 RingTime=2
            5.1 AgentComplete DestUniqueid=agent-# Interface=SIP/fuzz MemberName=Fuzz HoldTime=2 TalkTime=3 Reason=agent
            """;
        return string.Concat(script.Split('\n').Select(line => Message(line.Trim(), i)));
    }

    private static string Message(string line, int i)
    {
        var words = line.Replace("#", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal).Split(' ');
        var time = Start + (i * 6) + decimal.Parse(words[0], CultureInfo.InvariantCulture);
        var headers = string.Concat(words[2..].Select(word => word.Replace("=", ": ", StringComparison.Ordinal) + "\r\n"));
        return string.Create(CultureInfo.InvariantCulture,
            $"Event: {words[1]}\r\nPrivilege: agent,all\r\nTimestamp: {time:F6}\r\nUniqueid: call-{i}\r\nQueue: fuzz\r\n{headers}\r\n");
    }

    private byte[] Noise(Random random)
    {
        var kind = random.Next(_kinds.Length);
        _kinds[kind]++;
        switch (kind)
        {
            case 0: return Bytes(random, random.Next(1, 300_000));
            case 1:
                var whole = Message("0 QueueCallerJoin", random.Next()).Replace("call-", "cut-", StringComparison.Ordinal);
                return Encoding.ASCII.GetBytes(whole[..random.Next(1, whole.Length)]);
            case 2: return [.. "Event: QueueCallerJoin\r\nQueue: "u8, .. Bytes(random, random.Next(70_000, 2_000_000))];
            case 3:
                var line = $"Variable: {new string('x', random.Next(100, 60_000))}\r\n";
                var lines = Enumerable.Repeat(line, (1_100_000 / line.Length) + 1);
                return Encoding.ASCII.GetBytes("Event: Status\r\n" + string.Concat(lines));
            case 4: return Damaged(random);
            default:
                return Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
                    $"Event: QueueEntry\r\nActionID: callcenter-{random.Next(1, 6)}-{(random.Next(2) == 0 ? "queues" : "status")}\r\n"
                    + $"Queue: fuzz\r\nUniqueid: {random.Next()}\r\nWait: {random.Next(int.MinValue, int.MaxValue)}\r\n"));
        }
    }

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Damaged(Random random)
    {
        var from = random.Next(Recording.Length - 20_000);
        var piece = Recording[from..(from + random.Next(1, 20_000))];
        for (var i = 0; i < piece.Length / 50; i++)
            piece[random.Next(piece.Length)] = (byte)random.Next(256);
        return piece;
    }

    private static async Task<(Tally Tally, List<string> Losses, int EventCount)> FollowAsync(AmiServer asterisk)
    {
        using var stop = new CancellationTokenSource();
        var (tally, losses, count) = (new Tally(), new List<string>(), 0);
        var options = new AsteriskOptions
        {
            Host = "127.0.0.1",
            Port = asterisk.Port,
            Username = "metrics",
            Secret = AmiServer.Secret,
            OnDisconnected = loss => losses.Add(loss.Message),
        };
        var run = new AsteriskAdapter(options, TimeProvider.System, new Random(1)).RunAsync((each, _) =>
        {
            count++;
            tally.Add(each);
            if (each.VisitEnded is { } ended && ended.VisitId == $"call-{CallCount - 1}/fuzz/1")
                stop.Cancel();
            return ValueTask.CompletedTask;
        }, stop.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(Limit));
        return (tally, losses, count);
    }
}
