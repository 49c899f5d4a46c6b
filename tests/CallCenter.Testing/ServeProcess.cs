using System.Diagnostics;
using System.Text.RegularExpressions;

namespace CallCenter.Testing;

/// <summary>"ccg serve" as a process of its own.</summary>
public sealed partial class ServeProcess : IDisposable
{
    private bool _isDisposed;
    private readonly Process _process;
    private readonly Task<string> _output;
    private Task<string> _rest = Task.FromResult("");

    private ServeProcess(string? listen, string[] arguments)
    {
        // A port of ours, not one of the kernel's choice: another process could have that when the server starts again.
        _process = Ccg.Start(["serve", "--listen", listen ?? $"http://127.0.0.1:{Ports.Take()}", .. arguments]);
        _output = _process.StandardOutput.ReadToEndAsync();
    }

    public string Address { get; private set; } = "";

    /// <summary>The address for HTTP/1.1; empty without one.</summary>
    public string Web { get; private set; } = "";

    /// <summary>Starts a server and waits until it serves.</summary>
    /// <param name="arguments">Options of the command, such as those of its store.</param>
    /// <param name="listen">The address of an earlier server; a free port by default.</param>
    public static async Task<ServeProcess> StartAsync(string[] arguments, string? listen = null)
    {
        var process = new ServeProcess(listen, arguments);
        while (await process._process.StandardError.ReadLineAsync().InTime() is { } line)
        {
            if (Serving().Match(line) is not { Success: true } match) continue;
            (process.Address, process.Web) = (match.Groups[1].Value, match.Groups[2].Value);
            process._rest = process._process.StandardError.ReadToEndAsync();
            return process;
        }
        throw new InvalidOperationException($"The server did not start: {await process._output}");
    }

    /// <summary>Runs a server that is expected to fail, to its end.</summary>
    public static async Task<(int Code, string Error, string Log)> RunAsync(string[] arguments, string? listen = null)
    {
        using var process = new ServeProcess(listen, arguments);
        var error = await process._process.StandardError.ReadToEndAsync().InTime();
        return (await process.ExitedAsync(Waits.Limit), error, await process.OutputAsync());
    }

    /// <summary>SIGKILL: the process ends without running any more code.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await ExitedAsync(Waits.Limit);
    }

    public Task HangUpAsync() => Ccg.HangUpAsync(_process);

    public Task TerminateAsync() => Ccg.TerminateAsync(_process);

    /// <summary>Its exit code.</summary>
    public async Task<int> ExitedAsync(TimeSpan limit)
    {
        await _process.WaitForExitAsync().WaitAsync(limit);
        return _process.ExitCode;
    }

    /// <summary>The log, after its exit.</summary>
    public async Task<string> OutputAsync() => await _output.InTime() + await _rest.InTime();

    public void Dispose()
    {
        // A test whose next server does not start disposes of the last one twice, and must fail with the reason for that.
        if (_isDisposed) return;
        _isDisposed = true;
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    [GeneratedRegex("serving on (http://[^ ;]+)(?: and (http://[^ ;]+))?;")]
    private static partial Regex Serving();
}
