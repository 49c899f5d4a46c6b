using System.Diagnostics;
using Grpc.Net.Client;

namespace CallCenter.Benchmarks;

/// <summary>One server under one load: started, warmed up and measured once.</summary>
internal sealed class IngestRun : IDisposable
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);

    private readonly ServerProcess _server;
    private readonly GrpcChannel _channel;
    private readonly IngestLoad _load;

    private IngestRun(ServerProcess server, IngestLoad load)
        => (_server, _channel, _load) = (server, RawIngest.Open(server.Url), load);

    /// <summary>Starts the server, gives the compiler as much time on each as on any other, and then the server its history.</summary>
    public static async Task<IngestRun> StartAsync(IngestLoad load, Func<string, string[]> command, string? build = null)
    {
        var run = new IngestRun(await ServerProcess.StartAsync(command, build), load);
        // By time, since the compiler goes by time and calls: with as many events instead, the no-op was measured half compiled; and after
        // 4 s the server still spent a tenth of its time on compiling.
        var warm = Stopwatch.StartNew();
        for (var round = 1; warm.Elapsed < WarmUp; round++) await RawIngest.SendAsync(run._channel, $"warm-up-{round}", load.WarmUp);
        await run.SendAsync(load.History);
        return run;
    }

    public async Task<Figures> MeasureAsync()
    {
        var cpu = _server.CpuTime;
        var watch = Stopwatch.StartNew();
        await SendAsync(_load.Measured);
        watch.Stop();
        var used = _server.CpuTime - cpu;
        var total = (double)_load.EventsAStream * _load.Streams;
        return new Figures(total / watch.Elapsed.TotalSeconds, used.TotalMicroseconds / total);
    }

    public void Dispose()
    {
        _channel.Dispose();
        _server.Dispose();
    }

    private Task SendAsync(byte[][][] streams)
        => Task.WhenAll(streams.Select((messages, i) => RawIngest.SendAsync(_channel, $"source-{i}", messages)));

    /// <param name="MicrosPerEvent">CPU of the server.</param>
    internal readonly record struct Figures(double EventsPerSecond, double MicrosPerEvent);
}
