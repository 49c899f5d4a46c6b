using System.IO.Pipelines;
using System.Net.Sockets;
using Pipelines.Sockets.Unofficial;

namespace CallCenter.Compat.Tests;

public sealed class SchedulingTests
{
    [Fact]
    public async Task Work_runs_on_a_dedicated_thread()
    {
        using var scheduler = new DedicatedThreadPoolPipeScheduler("named", workerCount: 2);

        Assert.StartsWith("named ", await RunAsync(scheduler), StringComparison.Ordinal);
        Assert.Equal(1, scheduler.TotalServicedByQueue);
    }

    [Fact]
    public async Task Work_overflows_to_the_thread_pool_while_the_threads_are_busy()
    {
        using var scheduler = new DedicatedThreadPoolPipeScheduler("named", workerCount: 1, useThreadPoolQueueLength: 1);
        using var release = new SemaphoreSlim(0);
        var blocked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        scheduler.Schedule(_ => { blocked.SetResult(); release.Wait(); }, null);
        await blocked.Task.InTime();

        var queued = RunAsync(scheduler);
        var overflow = await RunAsync(scheduler);
        release.Release();

        Assert.False(overflow?.StartsWith("named ", StringComparison.Ordinal) ?? false);
        Assert.StartsWith("named ", await queued, StringComparison.Ordinal);
        Assert.Equal(1, scheduler.TotalServicedByPool);
    }

    [Fact]
    public async Task Work_that_throws_does_not_take_the_thread_away()
    {
        using var scheduler = new DedicatedThreadPoolPipeScheduler("named", workerCount: 1);
        scheduler.Schedule(_ => throw new InvalidOperationException("on purpose"), null);

        Assert.StartsWith("named ", await RunAsync(scheduler), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_work_of_many_writers_is_done()
    {
        using var scheduler = new DedicatedThreadPoolPipeScheduler(workerCount: 3);
        var done = 0;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        Parallel.For(0, 10_000, _ => scheduler.Schedule(_ => { if (Interlocked.Increment(ref done) == 10_000) all.SetResult(); }, null));

        await all.Task.InTime();
        Assert.Equal(10_000, scheduler.TotalServicedByQueue + scheduler.TotalServicedByPool);
    }

    [Fact]
    public async Task Work_after_dispose_runs_on_the_thread_pool()
    {
        var scheduler = new DedicatedThreadPoolPipeScheduler("named");
        scheduler.Dispose();

        Assert.False((await RunAsync(scheduler))?.StartsWith("named ", StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public async Task Awaited_socket_operation_gives_its_bytes()
    {
        var (near, far) = await SocketPair.SocketsAsync();
        using var _ = near;
        using var __ = far;
        using var args = new SocketAwaitableEventArgs(PipeScheduler.Inline);
        args.SetBuffer(new byte[10]);

        if (!near.ReceiveAsync(args)) args.Complete();
        await far.SendAsync("four"u8.ToArray()).InTime();

        Assert.Equal(4, await AwaitAsync(args).InTime());
        Assert.False(args.IsCompleted);
    }

    [Fact]
    public async Task Aborted_socket_operation_throws_its_error()
    {
        using var args = new SocketAwaitableEventArgs();
        var waiting = AwaitAsync(args);

        args.Abort(SocketError.TimedOut);

        var failure = await Assert.ThrowsAsync<SocketException>(() => waiting.InTime());
        Assert.Equal(SocketError.TimedOut, failure.SocketErrorCode);
    }

    [Fact]
    public void Delegates_are_walked_in_order()
    {
        Func<int>? many = () => 1;
        Assert.True(many.IsSingle());
        many += () => 2;
        var results = new List<int>();
        foreach (var one in many.AsEnumerable()) results.Add(one());

        Assert.Equal([1, 2], results);
        Assert.False(many.IsSingle());
        Assert.False(((Func<int>?)null).AsEnumerable().GetEnumerator().MoveNext());
    }

    private static async Task<int> AwaitAsync(SocketAwaitableEventArgs args) => await args;

    private static Task<string?> RunAsync(PipeScheduler scheduler)
    {
        var name = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        scheduler.Schedule(state => ((TaskCompletionSource<string?>)state!).SetResult(Thread.CurrentThread.Name), name);
        return name.Task.InTime();
    }
}
