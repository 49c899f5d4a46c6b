using System.Diagnostics;
using CallCenter.Core.Storage;
using CallCenter.Engine.Alerts;
using CallCenter.Engine.Board;
using CallCenter.Engine.Ingest;
using CallCenter.Storage.Redis;

namespace CallCenter.Server.Hosting;

/// <summary>Starts the engine before the door opens and stops it after the last stream has ended, with nothing in flight.</summary>
internal sealed class EngineHost(
    IMetricStore store, KpiBoard board, SourceSessions sessions, AbsentSources absent, AlertKeeper alerts, ServerOptions options,
    TimeProvider time, IHostApplicationLifetime lifetime, ILogger<EngineHost> log) : IHostedService, IAsyncDisposable
{
    // Long enough for a slow disk, or a store that comes back; then what is left is sent again.
    private static readonly TimeSpan DrainMax = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        _running = RunAsync();
        await board.Ready.WaitAsync(cancellationToken);
        ServerLog.ServerReady(log, Describe(), time.GetElapsedTime(started));
    }

    // The token only says that the door took long to close; received events are committed nevertheless.
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(DrainMax, time);
        await sessions.DrainAsync(limit.Token);
        await _stop.CancelAsync();
        await _running;
        await store.DisposeAsync();
        ServerLog.ServerStopped(log);
    }

    /// <summary>Ends the loops of a host that was not stopped, or whose start failed, before their store is disposed.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            Task[] loops =
            [
                board.RunAsync(_stop.Token), sessions.RunAsync(_stop.Token), absent.RunAsync(_stop.Token), alerts.RunAsync(_stop.Token),
            ];
            // If one loop ends, stop all: none can work without the others.
            await await Task.WhenAny(loops);
            await Task.WhenAll(loops);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Asked to stop.
        }
        catch (Exception) when (board.Ready.IsFaulted)
        {
            // The start failed, and whoever started says why.
        }
        catch (Exception e)
        {
            Debug.Assert(board.Ready.IsCompleted);
            ServerLog.EngineFailed(log, e);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }

    private string Describe()
    {
        if (options.Redis is { } redis) return $"store in {RedisStoreOptions.Parse(redis)}, {store.ShardCount} shards";
        return options.Store.Durability == Storage.Embedded.Durability.Memory
            ? "embedded store in memory"
            : $"embedded store in {Path.GetFullPath(options.Store.Directory)}, durability {options.Store.Durability}";
    }
}
