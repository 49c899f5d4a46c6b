using System.Diagnostics;
using System.IO.Pipelines;

namespace Pipelines.Sockets.Unofficial;

/// <summary>Runs work on threads of its own; on the thread pool when its queue is long or it is disposed.</summary>
public sealed class DedicatedThreadPoolPipeScheduler : PipeScheduler, IDisposable
{
    private readonly Queue<(Action<object?> Work, object? State)> _queue = new();
    private readonly int _queueLimit;
    private int _available;
    private long _byQueue;
    private long _byPool;
    private bool _disposed;

    /// <summary>Starts the threads.</summary>
    public DedicatedThreadPoolPipeScheduler(
        string? name = null, int workerCount = 5, int useThreadPoolQueueLength = 10, ThreadPriority priority = ThreadPriority.Normal)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(workerCount);
        var threadName = string.IsNullOrWhiteSpace(name) ? nameof(DedicatedThreadPoolPipeScheduler) : name.Trim();
        WorkerCount = workerCount;
        _queueLimit = useThreadPoolQueueLength;
        for (var i = 0; i < workerCount; i++)
            new Thread(Work) { IsBackground = true, Name = $"{threadName} {i}", Priority = priority }.Start();
    }

    /// <summary>How many threads there are.</summary>
    public int WorkerCount { get; }

    /// <summary>How many threads have nothing to do.</summary>
    public int AvailableCount => Volatile.Read(ref _available);

    /// <summary>How much work the threads have taken.</summary>
    public long TotalServicedByQueue => Volatile.Read(ref _byQueue);

    /// <summary>How much work went to the thread pool.</summary>
    public long TotalServicedByPool => Volatile.Read(ref _byPool);

    /// <summary>Queues work.</summary>
    public override void Schedule(Action<object?> action, object? state)
    {
        lock (_queue)
        {
            if (!_disposed && _queue.Count < _queueLimit)
            {
                _queue.Enqueue((action, state));
                Monitor.Pulse(_queue);
                return;
            }
        }
        Interlocked.Increment(ref _byPool);
        System.Threading.ThreadPool.UnsafeQueueUserWorkItem(action, state, preferLocal: false);
    }

    /// <summary>Ends the threads once the queue is empty.</summary>
    public void Dispose()
    {
        lock (_queue)
        {
            _disposed = true;
            Monitor.PulseAll(_queue);
        }
    }

    private void Work()
    {
        while (Next() is var (work, state) && work is not null)
        {
            Interlocked.Increment(ref _byQueue);
            try { work(state); }
            catch (Exception e)
            {
                // Upstream too goes on: a continuation that throws must not take the thread from all others.
                Trace.TraceError("{0}: {1}", Thread.CurrentThread.Name, e);
            }
        }
    }

    // Null work: disposed and nothing left.
    private (Action<object?>? Work, object? State) Next()
    {
        lock (_queue)
        {
            _available++;
            while (_queue.Count == 0 && !_disposed) Monitor.Wait(_queue);
            _available--;
            return _queue.Count == 0 ? default : _queue.Dequeue();
        }
    }
}
