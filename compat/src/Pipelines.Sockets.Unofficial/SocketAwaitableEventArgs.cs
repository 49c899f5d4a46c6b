using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Pipelines.Sockets.Unofficial;

/// <summary>A socket operation that can be awaited, completed from outside and aborted; one operation and one waiter at a time.</summary>
public class SocketAwaitableEventArgs : SocketAsyncEventArgs, ICriticalNotifyCompletion
{
    private static readonly Action Done = () => { };
    private readonly PipeScheduler _scheduler;
    private Action? _continuation;
    private int _aborted; // A SocketError; 0 when not aborted.

    /// <summary>Continuations run on the scheduler given, by default on the thread pool.</summary>
    public SocketAwaitableEventArgs(PipeScheduler? ioScheduler = null) : base(true)
        => _scheduler = ioScheduler ?? PipeScheduler.ThreadPool;

    /// <summary>Whether the operation has ended.</summary>
    public bool IsCompleted => ReferenceEquals(Volatile.Read(ref _continuation), Done);

    /// <summary>For <c>await</c>.</summary>
    public SocketAwaitableEventArgs GetAwaiter() => this;

    /// <summary>The bytes transferred, or the error thrown; readies this for the next operation.</summary>
    public int GetResult()
    {
        Volatile.Write(ref _continuation, null);
        var aborted = (SocketError)Volatile.Read(ref _aborted);
        var error = aborted == SocketError.Success ? SocketError : aborted;
        return error == SocketError.Success ? BytesTransferred : throw new SocketException((int)error);
    }

    /// <summary>For <c>await</c>.</summary>
    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    /// <summary>For <c>await</c>.</summary>
    public void UnsafeOnCompleted(Action continuation)
    {
        if (ReferenceEquals(Interlocked.CompareExchange(ref _continuation, continuation, null), Done)) Run(continuation);
    }

    /// <summary>Ends the operation; the first end counts.</summary>
    public void Complete()
    {
        var waiting = Interlocked.Exchange(ref _continuation, Done);
        if (waiting is not null && !ReferenceEquals(waiting, Done)) Run(waiting);
    }

    /// <summary>Ends the operation with an error.</summary>
    public void Abort(SocketError error = SocketError.OperationAborted)
    {
        Interlocked.CompareExchange(ref _aborted, (int)error, 0);
        Complete();
    }

    /// <summary>Called by the socket.</summary>
    protected override void OnCompleted(SocketAsyncEventArgs e) => Complete();

    private void Run(Action action) => _scheduler.Schedule(static state => ((Action)state!)(), action);
}
