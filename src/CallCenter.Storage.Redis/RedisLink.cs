using CallCenter.Core.Storage;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CallCenter.Storage.Redis;

/// <summary>
/// The way to Redis: connects at the first call, bounds every call, asks again what was not executed, and follows the master that
/// sentinels name. Safe for several threads.
/// </summary>
internal sealed class RedisLink(RedisStoreOptions options, TimeProvider time, ILogger log) : IAsyncDisposable
{
    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan PauseMax = TimeSpan.FromMilliseconds(250);

    private readonly SemaphoreSlim _connecting = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private volatile Connections? _current;
    private MasterWatch? _masters;
    private Task _watching = Task.CompletedTask;
    private volatile bool _disposed;

    /// <summary>Makes an idempotent call.</summary>
    public Task<T> AskAsync<T>(Line line, Func<IDatabase, Task<T>> call, CancellationToken cancellationToken)
        => AskAsync(line, call, Faults.MayRepeat, cancellationToken);

    /// <summary>Makes a call that is repeated only when it was certainly not executed; after any other fault the outcome is
    /// unknown.</summary>
    public Task<T> AskOnceAsync<T>(Line line, Func<IDatabase, Task<T>> call, CancellationToken cancellationToken)
        => AskAsync(line, call, Faults.IsPassing, cancellationToken);

    /// <summary>Runs a script on its shard, of whose keys the first decides where; see <see cref="AskOnceAsync"/>.</summary>
    public Task<RedisResult> RunOnceAsync(
        Line line, Script script, RedisKey[] keys, RedisValue[] values, CancellationToken cancellationToken)
        => AskOnceAsync(line, db => RunAsync(db, script, keys, values), cancellationToken);

    /// <summary>Runs a script of which a second run does no harm.</summary>
    public Task<RedisResult> RunAsync(Line line, Script script, RedisKey[] keys, RedisValue[] values, CancellationToken cancellationToken)
        => AskAsync(line, db => RunAsync(db, script, keys, values), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        await _stop.CancelAsync();
        await _watching;
        if (_masters is not null) await _masters.DisposeAsync();
        if (_current is not null) await _current.DisposeAsync();
        _stop.Dispose();
    }

    private async Task<T> AskAsync<T>(
        Line line, Func<IDatabase, Task<T>> call, Func<Exception, bool> mayRepeat, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var connections = _current ?? await ConnectAsync(cancellationToken);
            try
            {
                return await call(connections.Of(line).GetDatabase()).WaitAsync(Left(started), time, cancellationToken);
            }
            catch (Exception e) when (Faults.IsStoreFault(e, cancellationToken))
            {
                // Closed in mid-call because the master moved: like any other connection that was lost.
                var repeat = mayRepeat(e) || (e is ObjectDisposedException && _current != connections && !_disposed);
                if (!repeat || !await PauseAsync(started, attempt, cancellationToken)) throw Faults.Unavailable(options, e);
                RedisMetrics.Retries.Add(1);
            }
        }
    }

    private static async Task<RedisResult> RunAsync(IDatabase database, Script script, RedisKey[] keys, RedisValue[] values)
    {
        try
        {
            return await database.ScriptEvaluateAsync(script.Hash, keys, values, CommandFlags.DemandMaster);
        }
        catch (RedisServerException e) when (Faults.IsScriptMissing(e))
        {
            // A new server, one restarted, or its scripts were flushed. EVAL also makes it known again.
            return await database.ScriptEvaluateAsync(script.Text, keys, values, CommandFlags.DemandMaster | CommandFlags.NoScriptCache);
        }
    }

    private async Task<Connections> ConnectAsync(CancellationToken cancellationToken)
    {
        await _connecting.WaitAsync(cancellationToken);
        try
        {
            if (_current is { } made) return made;
            var connecting = OpenAsync(cancellationToken);
            try
            {
                return _current = await connecting.WaitAsync(options.Timeout + TimeSpan.FromSeconds(0.5), time, cancellationToken);
            }
            catch (TimeoutException)
            {
                _ = CloseLateAsync(connecting);
                throw;
            }
        }
        catch (Exception e) when (Faults.IsStoreFault(e, cancellationToken))
        {
            throw Faults.Unavailable(options, e);
        }
        finally
        {
            _connecting.Release();
        }
    }

    private async Task<Connections> OpenAsync(CancellationToken cancellationToken)
    {
        if (options.SentinelName is null) return await OpenAsync(options.Hosts, cancellationToken);
        _masters ??= new MasterWatch(options, time, log);
        var connections = await OpenAsync([await _masters.FindAsync(cancellationToken)], cancellationToken);
        if (_watching.IsCompleted) _watching = _masters.RunAsync(MoveAsync, _stop.Token);
        return connections;
    }

    private async Task<Connections> OpenAsync(IReadOnlyList<RedisHost> hosts, CancellationToken cancellationToken)
    {
        var connections = await Connections.OpenAsync(options, hosts);
        try
        {
            await CheckAsync(new StartUpChecks(options, connections.Of(Line.Bulk), log), cancellationToken);
            return connections;
        }
        catch
        {
            await connections.DisposeAsync();
            throw;
        }
    }

    // A node may start during a fail-over, so the checks are repeated until their time limit.
    private async Task CheckAsync(StartUpChecks checks, CancellationToken cancellationToken)
    {
        await checks.LookAtServersAsync(cancellationToken);
        var started = time.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await checks.TryCommandsAsync();
                return;
            }
            catch (Exception e) when (Faults.IsPassing(e))
            {
                if (!await PauseAsync(started, attempt, cancellationToken)) throw;
            }
        }
    }

    private async Task MoveAsync(RedisHost master)
    {
        var next = await Connections.OpenAsync(options, [master]);
        var before = _current;
        _current = next;
        RedisLog.MasterMoved(log, master);
        if (before is not null) await before.DisposeAsync();
    }

    private static async Task CloseLateAsync(Task<Connections> connecting)
    {
        try
        {
            await using var late = await connecting;
        }
        catch (Exception e) when (Faults.IsStoreFault(e, CancellationToken.None) || e is StoreUnavailableException)
        {
            // It was told already that there is no connection.
        }
    }

    private TimeSpan Left(long started)
    {
        var left = options.Timeout - time.GetElapsedTime(started);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    // Waits before the next attempt; false when the bound leaves no time for one.
    private async Task<bool> PauseAsync(long started, int attempt, CancellationToken cancellationToken)
    {
        var pause = Pause(attempt);
        if (Left(started) <= pause) return false;
        await Task.Delay(pause, time, cancellationToken);
        return true;
    }

    // Between half and all of a growing pause, so that many nodes do not come back in step. Hashes differ from process to process.
    private TimeSpan Pause(int attempt)
    {
        var full = PauseMin * Math.Pow(2, Math.Min(attempt, 8));
        if (full > PauseMax) full = PauseMax;
        return full * (0.5 + 0.5 * ((uint)HashCode.Combine(time.GetTimestamp(), attempt) / (double)uint.MaxValue));
    }
}
