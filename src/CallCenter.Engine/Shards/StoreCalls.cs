using System.Threading.Channels;

namespace CallCenter.Engine.Shards;

/// <summary>
/// Store calls that run beside a loop. The end of each call, a result or any exception, is handed back to the loop as a step for it to
/// run, so no failure is lost. Calls are started by the loop only.
/// </summary>
/// <param name="post">Hands a step to the loop; may wait.</param>
internal sealed class StoreCalls(Func<Func<ValueTask>, CancellationToken, ValueTask> post) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _running = [];

    /// <summary>Cancelled when the loop stops; for calls that the loop itself waits for, too.</summary>
    public CancellationToken Stopping => _stop.Token;

    public void Stop() => _stop.Cancel();

    /// <param name="call">The call; it may block its thread.</param>
    /// <param name="ended">Runs in the loop with the result, or with the error.</param>
    public void Start<T>(Func<CancellationToken, Task<T>> call, Func<T?, Exception?, ValueTask> ended)
    {
        _running.RemoveAll(t => t.IsCompleted);
        _running.Add(RunAsync(call, ended));
    }

    /// <summary>Cancels the calls and waits for their ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running);
        _stop.Dispose();
    }

    private async Task RunAsync<T>(Func<CancellationToken, Task<T>> call, Func<T?, Exception?, ValueTask> ended)
    {
        var (result, error) = await ResultOfAsync(call);
        try
        {
            await post(() => ended(result, error), Stopping);
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            // The loop has stopped, and with it everything that could use the result.
        }
    }

    private async Task<(T? Result, Exception? Error)> ResultOfAsync<T>(Func<CancellationToken, Task<T>> call)
    {
        try
        {
            return (await call(Stopping), null);
        }
        catch (Exception e)
        {
            return (default, e);
        }
    }
}
