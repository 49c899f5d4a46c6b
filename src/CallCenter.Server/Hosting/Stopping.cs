namespace CallCenter.Server.Hosting;

/// <summary>
/// Tells open streams that the server is going down. Cancellation of a call does not (it waits for the call), so handlers wait for
/// this beside everything else.
/// </summary>
internal sealed class Stopping
{
    private readonly TaskCompletionSource _requested = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Stopping(IHostApplicationLifetime lifetime)
    {
        Token = lifetime.ApplicationStopping;
        Token.Register(() => _requested.TrySetResult());
    }

    /// <summary>Cancelled when it is requested.</summary>
    public CancellationToken Token { get; }

    public Task Requested => _requested.Task;
    public bool IsRequested => _requested.Task.IsCompleted;
}
