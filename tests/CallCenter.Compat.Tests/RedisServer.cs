using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace CallCenter.Compat.Tests;

/// <summary>A redis-server process of its own on loopback, without persistence.</summary>
internal sealed class RedisServer : IDisposable
{
    private readonly Process _process;

    private RedisServer(Process process, int port) => (_process, Port) = (process, port);

    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "redis-server")).FirstOrDefault(File.Exists);

    public int Port { get; }

    public static Task<RedisServer> StartAsync() => StartAsync(FreePort());

    public static async Task<RedisServer> StartAsync(int port)
    {
        var start = new ProcessStartInfo(Program!, ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        var process = Process.Start(start)!;
        var log = new List<string?>();
        do log.Add(await process.StandardOutput.ReadLineAsync().InTime());
        while (log[^1]?.Contains("Ready to accept connections", StringComparison.Ordinal) == false);
        if (log[^1] is null) throw new InvalidOperationException($"redis-server has ended:{string.Join('\n', log)}");
        _ = process.StandardOutput.ReadToEndAsync();
        return new RedisServer(process, port);
    }

    /// <summary>As by kill -9.</summary>
    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>A test that is skipped, by name, where there is no redis-server.</summary>
internal sealed class RedisFactAttribute : FactAttribute
{
    public RedisFactAttribute()
    {
        if (RedisServer.Program is null) Skip = "redis-server is missing: apt-get install redis-server";
    }
}
