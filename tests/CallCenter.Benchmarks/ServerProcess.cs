using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CallCenter.Testing;

namespace CallCenter.Benchmarks;

/// <summary>A server in a process of its own, so that its CPU time is its own.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, string url) => (_process, Url) = (process, url);

    public string Url { get; }

    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Bytes that the process has in memory.</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <param name="build">Path of another build of this program; this one by default.</param>
    /// <param name="at">Address of a server that has ended; a new one by default.</param>
    public static async Task<ServerProcess> StartAsync(Func<string, string[]> command, string? build = null, string? at = null)
    {
        var port = at is null ? Ports.Take() : new Uri(at).Port;
        var url = $"http://127.0.0.1:{port}";
        var process = Process.Start(build is null ? OwnStart(command(url)) : StartOf(build, command(url)))!;
        for (var attempt = 0; attempt < 1200; attempt++)
        {
            if (process.HasExited) throw new InvalidOperationException($"The server ended with {process.ExitCode}.");
            if (await AnswersAsync(port)) return new ServerProcess(process, url);
            await Task.Delay(50);
        }
        process.Kill();
        throw new TimeoutException("The server does not listen.");
    }

    /// <summary>The start information of a second process of this program.</summary>
    public static ProcessStartInfo OwnStart(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!);
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(ServerProcess).Assembly.Location);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return start;
    }

    private static ProcessStartInfo StartOf(string build, string[] arguments) => new("dotnet", [build, .. arguments]);

    /// <summary>Stops the server as an operator does, and waits for its end.</summary>
    public async Task<(int ExitCode, TimeSpan Took)> StopAsync()
    {
        var watch = Stopwatch.StartNew();
        await Ccg.TerminateAsync(_process);
        await _process.WaitForExitAsync();
        return (_process.ExitCode, watch.Elapsed);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static async Task<bool> AnswersAsync(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
