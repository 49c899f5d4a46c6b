using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace CallCenter.Benchmarks.Load;

/// <summary>A start in a process of its own, as a node starts: nothing is compiled yet, and no memory was ever touched.</summary>
internal static class StartProcess
{
    public static async Task<NodeStart> MeasureAsync(string place)
    {
        var start = ServerProcess.OwnStart("start", place);
        start.RedirectStandardOutput = true;
        using var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<NodeStart>(line)!
            : throw new InvalidOperationException($"The start ended with {process.ExitCode}.");
    }

    /// <summary>The other side: one start, printed.</summary>
    public static async Task PrintAsync(string place)
        => Console.WriteLine(JsonSerializer.Serialize(await NodeStart.MeasureAsync(() => LoadBenchmark.Open(place))));

    /// <summary>Seconds that this machine takes to touch so much memory for the first time: what no start with as much in it can do
    /// without.</summary>
    public static unsafe double FirstTouchSeconds(long bytes)
    {
        var memory = (byte*)NativeMemory.Alloc((nuint)bytes);
        try
        {
            var started = Stopwatch.GetTimestamp();
            for (var at = 0L; at < bytes; at += Environment.SystemPageSize) memory[at] = 1;
            return Stopwatch.GetElapsedTime(started).TotalSeconds;
        }
        finally
        {
            NativeMemory.Free(memory);
        }
    }
}
