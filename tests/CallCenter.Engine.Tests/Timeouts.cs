namespace CallCenter.Engine.Tests;

/// <summary>How long a test waits for what must happen; far longer than it takes.</summary>
internal static class Timeouts
{
    private static readonly TimeSpan Default = TimeSpan.FromSeconds(30);

    public static Task Soon(this Task task) => task.WaitAsync(Default);
    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Default);
    public static Task Soon(this ValueTask task) => task.AsTask().WaitAsync(Default);
    public static Task<T> Soon<T>(this ValueTask<T> task) => task.AsTask().WaitAsync(Default);
}
