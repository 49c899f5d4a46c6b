using System.Globalization;
using System.Text;
using CallCenter.Asterisk;
using CallCenter.Asterisk.Tests;

namespace CallCenter.Benchmarks;

/// <summary>A PBX without any call, and one with events of no queue, for a real length of time: connections, losses and gaps.</summary>
internal static class QuietAsterisk
{
    private static readonly byte[] Noise = Encoding.ASCII.GetBytes(
        string.Concat(Enumerable.Repeat("Event: VarSet\r\nPrivilege: dialplan,all\r\nVariable: X\r\nValue: 1\r\n\r\n", 50)));

    public static async Task<string> WatchAsync(TimeSpan length)
    {
        var lines = await Task.WhenAll(WatchAsync("quiet", [], length), WatchAsync("50 other events a second", Noise, length));
        return string.Join('\n', lines);
    }

    private static async Task<string> WatchAsync(string name, byte[] noise, TimeSpan length)
    {
        var (losses, reports) = (0, 0);
        await using var asterisk = new AmiServer(new AmiScene { Noise = noise });
        using var stop = new CancellationTokenSource(length);
        var options = new AsteriskOptions
        {
            Host = "127.0.0.1",
            Port = asterisk.Port,
            Username = "metrics",
            Secret = AmiServer.Secret,
            OnDisconnected = _ => losses++,
        };
        await new AsteriskAdapter(options, TimeProvider.System, new Random(1)).RunAsync((each, _) =>
        {
            reports += each.FloorReport is null ? 0 : 1;
            return ValueTask.CompletedTask;
        }, stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        return string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {length.TotalMinutes:0.#} min | {asterisk.ConnectionCount} | {losses} | {reports - 1} |");
    }
}
