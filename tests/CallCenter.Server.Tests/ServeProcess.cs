using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace CallCenter.Server.Tests;

/// <summary>The built program as a process of its own: "ccg serve" over a store.</summary>
internal sealed partial class ServeProcess : IDisposable
{
    private static readonly string Ccg = typeof(ServeProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "Ccg").Value!;

    private readonly Process _process;
    private readonly Task<string> _output;
    private Task<string> _rest = Task.FromResult("");

    private ServeProcess(string listen, ServerStore store, params string[] further)
    {
        string[] arguments = ["exec", Ccg, "serve", "--listen", listen, .. store.Arguments, .. further];
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _output = _process.StandardOutput.ReadToEndAsync();
    }

    public string Address { get; private set; } = "";

    /// <summary>The address for HTTP/1.1; empty without one.</summary>
    public string Web { get; private set; } = "";

    /// <summary>Starts it and waits until it serves; on the address of an earlier one, or on a free port.</summary>
    public static async Task<ServeProcess> StartAsync(
        ServerStore store, string listen = "http://127.0.0.1:0", params string[] further)
    {
        var process = new ServeProcess(listen, store, further);
        while (await process._process.StandardError.ReadLineAsync().WaitAsync(Given.Limit) is { } line)
        {
            if (Serving().Match(line) is not { Success: true } match) continue;
            (process.Address, process.Web) = (match.Groups[1].Value, match.Groups[2].Value);
            process._rest = process._process.StandardError.ReadToEndAsync();
            return process;
        }
        throw new InvalidOperationException($"The server did not start: {await process._output}");
    }

    /// <summary>Runs one that is expected to fail, to its end.</summary>
    public static async Task<(int Code, string Error, string Log)> RunAsync(ServerStore store, string listen = "http://127.0.0.1:0")
    {
        using var process = new ServeProcess(listen, store);
        var error = await process._process.StandardError.ReadToEndAsync().WaitAsync(Given.Limit);
        return (await process.ExitedAsync(Given.Limit), error, await process.OutputAsync());
    }

    /// <summary>SIGKILL: the process ends without running any more code.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await ExitedAsync(Given.Limit);
    }

    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync().WaitAsync(Given.Limit);
    }

    /// <summary>Its exit code.</summary>
    public async Task<int> ExitedAsync(TimeSpan limit)
    {
        await _process.WaitForExitAsync().WaitAsync(limit);
        return _process.ExitCode;
    }

    /// <summary>The log, after its exit.</summary>
    public async Task<string> OutputAsync() => await _output.WaitAsync(Given.Limit) + await _rest.WaitAsync(Given.Limit);

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    [GeneratedRegex("serving on (http://[^ ;]+)(?: and (http://[^ ;]+))?;")]
    private static partial Regex Serving();
}
