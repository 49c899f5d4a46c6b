using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace CallCenter.Benchmarks.Load;

/// <summary>A start in a fresh process, like that of a node: no compiled code, no touched memory.</summary>
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

    /// <summary>The child process: prints the figures of one start.</summary>
    public static async Task PrintAsync(string place)
        => Console.WriteLine(JsonSerializer.Serialize(await NodeStart.MeasureAsync(() => LoadBenchmark.Open(place))));

    /// <summary>Seconds for the first touch of this much memory: a lower bound for every start with as much data.</summary>
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
