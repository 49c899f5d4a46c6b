using System.Collections.Concurrent;

namespace CallCenter.Asterisk.Tests;

/// <summary>Runs all that is awaited on the test's own thread, so that a test knows when nothing more can happen by itself.</summary>
internal sealed class Pump : SynchronizationContext
{
    private readonly ConcurrentQueue<(SendOrPostCallback Callback, object? State)> _posted = new();

    public override void Post(SendOrPostCallback d, object? state) => _posted.Enqueue((d, state));

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    /// <summary>Until nothing is left to do.</summary>
    public void Drain()
    {
        while (_posted.TryDequeue(out var next))
            next.Callback(next.State);
    }
}
