namespace CallCenter.Asterisk;

/// <summary>Decisions that are due at a time, unless a message has made them needless; each checks that itself.</summary>
internal sealed class Deadlines
{
    private readonly PriorityQueue<Action, (DateTimeOffset Due, long Order)> _queue = new();
    private long _order;

    public void At(DateTimeOffset due, Action decide) => _queue.Enqueue(decide, (due, ++_order));

    public void AdvanceTo(DateTimeOffset now)
    {
        while (_queue.TryPeek(out var decide, out var key) && key.Due <= now)
        {
            _queue.Dequeue();
            decide();
        }
    }
}
