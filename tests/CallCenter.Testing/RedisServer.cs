using System.Diagnostics;
using System.Globalization;

namespace CallCenter.Testing;

/// <summary>
/// A redis-server process of its own on loopback, with its own directory. Ends with kill -9, by its id, when disposed.
/// </summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly string[] _settings;
    private readonly string _program;
    private Process? _process;

    private RedisServer(string program, int port, string[] settings)
    {
        (_program, Port, _settings) = (program, port, settings);
        Directory = System.IO.Directory.CreateTempSubdirectory("ccg-redis-").FullName;
    }

    /// <summary>The reason why tests that need Redis cannot run here; null when they can.</summary>
    public static string? Missing { get; } = Programs.Find("redis-server") is null || Programs.Find("redis-cli") is null
        ? "redis-server is missing: apt-get install redis-server redis-sentinel"
        : null;

    public int Port { get; }
    public string Directory { get; }
    public string Address => $"redis://127.0.0.1:{Port}";

    public static Task<RedisServer> StartAsync(params string[] settings) => StartAsync(Ports.Take(), settings);

    public static async Task<RedisServer> StartAsync(int port, params string[] settings)
    {
        var server = new RedisServer("redis-server", port, settings);
        await server.StartAsync();
        return server;
    }

    /// <summary>A sentinel: the same program with a file that it rewrites.</summary>
    public static async Task<RedisServer> StartSentinelAsync(string settings)
    {
        var server = new RedisServer("redis-sentinel", Ports.Take(), []);
        await File.WriteAllTextAsync(Path.Combine(server.Directory, "sentinel.conf"), settings);
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts it again on its port and directory.</summary>
    public async Task StartAsync()
    {
        string[] common = ["--port", Text(Port), "--bind", "127.0.0.1", "--dir", Directory];
        string[] arguments = _program == "redis-sentinel"
            ? [Path.Combine(Directory, "sentinel.conf"), .. common]
            : [.. common, "--save", "", "--enable-debug-command", "local", "--repl-diskless-sync-delay", "0", .. _settings];
        var process = Process.Start(
            new ProcessStartInfo(Programs.Find(_program)!, arguments) { RedirectStandardOutput = true, WorkingDirectory = Directory })!;
        _process = process;
        var log = new List<string?>();
        do log.Add(await process.StandardOutput.ReadLineAsync().InTime());
        while (log[^1] is { } line && !line.Contains("Ready to accept connections", StringComparison.Ordinal)
            && !line.Contains("Sentinel ID is", StringComparison.Ordinal));
        if (log[^1] is null) throw new InvalidOperationException($"{_program} has ended:{string.Join('\n', log)}");
        // Read to the end: a full pipe would block the process.
        _ = process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>Runs a command with redis-cli; an error's text counts as an answer.</summary>
    public Task<string> AskAsync(params string[] command) => Programs.RunAsync(Programs.Find("redis-cli")!, ["-p", Text(Port), .. command]);

    /// <summary>A field of INFO.</summary>
    public async Task<string?> InfoAsync(string field)
        => (await AskAsync("INFO")).Split('\n').Select(l => l.TrimEnd('\r')).FirstOrDefault(
            l => l.StartsWith(field + ":", StringComparison.Ordinal))?[(field.Length + 1)..];

    /// <summary>As by kill -9.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process) return;
        _process = null;
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync().InTime();
        process.Dispose();
    }

    /// <summary>Suspends the process: connections stay open, answers stop.</summary>
    public Task FreezeAsync() => Programs.RunAsync(Programs.Find("kill")!, "-STOP", Text(_process!.Id));

    public Task ThawAsync() => Programs.RunAsync(Programs.Find("kill")!, "-CONT", Text(_process!.Id));

    /// <summary>Cuts a master off from its replicas, which miss its writes from now on. A restart ends it.</summary>
    public async Task LoseReplicasAsync()
    {
        await AskAsync("ACL", "SETUSER", "default", "-psync", "-sync");
        await AskAsync("CLIENT", "KILL", "TYPE", "replica");
        await Waits.UntilAsync(async () => await InfoAsync("connected_slaves") == "0", "no replica");
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
