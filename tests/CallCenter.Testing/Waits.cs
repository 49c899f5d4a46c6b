namespace CallCenter.Testing;

/// <summary>The bound of every wait of a test; reached only when something hangs.</summary>
public static class Waits
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static Task InTime(this Task task) => task.WaitAsync(Limit);

    public static Task<T> InTime<T>(this Task<T> task) => task.WaitAsync(Limit);

    public static Task InTime(this ValueTask task) => task.AsTask().InTime();

    public static Task<T> InTime<T>(this ValueTask<T> task) => task.AsTask().InTime();

    /// <summary>Polls a condition; for the progress of other processes.</summary>
    /// <param name="pause">Pause between two polls; 20 ms by default.</param>
    public static async Task UntilAsync(Func<Task<bool>> holds, string what, TimeSpan? pause = null)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!await holds().InTime())
        {
            if (limit.IsCancellationRequested) throw new TimeoutException($"Waited {Limit} for this: {what}");
            await Task.Delay(pause ?? TimeSpan.FromMilliseconds(20));
        }
    }
}
