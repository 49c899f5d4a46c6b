namespace CallCenter.Server.Hosting;

/// <summary>
/// Tells open streams that the server is going down. Cancellation of a call does not (it waits for the call), so handlers wait for
/// this beside everything else.
/// </summary>
internal sealed class Stopping
{
    private readonly TaskCompletionSource _requested = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Stopping(IHostApplicationLifetime lifetime) => lifetime.ApplicationStopping.Register(() => _requested.TrySetResult());

    public Task Requested => _requested.Task;
    public bool IsRequested => _requested.Task.IsCompleted;
}

/// <summary>For a task that is given up: its failure is of no interest any more.</summary>
internal static class ForgottenTasks
{
    public static void Forget(this Task task)
        => task.ContinueWith(static t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
