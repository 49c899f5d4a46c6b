using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CallCenter.Testing;

namespace CallCenter.Campaign;

/// <summary>A server node in a process of its own, always on the same port.</summary>
public sealed class NodeProcess(string name, string[] settings, string folder, FaultLog log) : IAsyncDisposable
{
    private static readonly TimeSpan StartMax = TimeSpan.FromMinutes(3);

    private Process? _process;

    public string Name => name;
    public int Port { get; } = Ports.Take();
    public string Url => $"http://127.0.0.1:{Port}";
    public string LogFile => Path.Combine(folder, name + ".log");
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Memory that it holds now; 0 when it does not run.</summary>
    public long MemoryBytes
    {
        get
        {
            if (_process is not { HasExited: false } process) return 0;
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <summary>Starts the node, with retries while the store is down, and waits until it listens.</summary>
    public async Task StartAsync()
    {
        var clock = Stopwatch.StartNew();
        while (!await TryStartAsync(clock))
        {
            if (clock.Elapsed > StartMax) throw new TimeoutException($"{name} does not start; its lines are in {folder}.");
            log.Say($"{name} ended while starting");
            await Task.Delay(200);
        }
        log.Say($"{name} listens");
    }

    public async Task KillAsync()
    {
        if (_process is not { } process) return;
        _process = null;
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Asks it to stop; its exit code, or null when it did not stop in time.</summary>
    public async Task<int?> TerminateAsync(TimeSpan max)
    {
        var process = _process!;
        _process = null; // Before the signal: it may have ended by the time that the sender of the signal has.
        await SignalAsync(process, "-TERM");
        try
        {
            await process.WaitForExitAsync().WaitAsync(max);
            return process.ExitCode;
        }
        catch (TimeoutException)
        {
            process.Kill();
            return null;
        }
    }

    /// <summary>Suspends the process: connections stay open, answers stop.</summary>
    public Task FreezeAsync() => SignalAsync(_process!, "-STOP");

    public Task ThawAsync() => SignalAsync(_process!, "-CONT");

    public async ValueTask DisposeAsync() => await KillAsync();

    private static Task SignalAsync(Process process, string signal) => Programs.RunAsync(Programs.Find("kill")!, signal, $"{process.Id}");

    private async Task<bool> TryStartAsync(Stopwatch clock)
    {
        var process = Process.Start(StartInfo())!;
        _process = process;
        _ = KeepLinesAsync(process.StandardOutput);
        _ = KeepLinesAsync(process.StandardError);
        while (!process.HasExited && clock.Elapsed < StartMax)
        {
            if (await ListensAsync())
            {
                _ = WatchAsync(process);
                return true;
            }
            await Task.Delay(30);
        }
        await KillAsync();
        return false;
    }

    private ProcessStartInfo StartInfo()
    {
        // In a test this process is the test host, so the program is started by its file.
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(typeof(NodeProcess).Assembly.Location);
        foreach (var argument in (string[])["node", $"--Listen={Url}", .. settings]) start.ArgumentList.Add(argument);
        return start;
    }

    private async Task WatchAsync(Process process)
    {
        await process.WaitForExitAsync();
        // Removed by the caller that kills it.
        if (ReferenceEquals(_process, process)) log.Break("Alive", $"{name} ended by itself with {process.ExitCode}");
    }

    private async Task KeepLinesAsync(StreamReader lines)
    {
        while (await lines.ReadLineAsync() is { } line)
        {
            lock (this) File.AppendAllText(LogFile, line + "\n");
        }
    }

    private async Task<bool> ListensAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
