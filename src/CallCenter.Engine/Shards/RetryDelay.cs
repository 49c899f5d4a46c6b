namespace CallCenter.Engine.Shards;

/// <summary>When to repeat a failed attempt: after <paramref name="first"/>, then after twice as long each time, up to
/// <paramref name="max"/>. Monotonic. Used by one loop only.</summary>
internal sealed class RetryDelay(TimeSpan first, TimeSpan max, TimeProvider time)
{
    private TimeSpan _delay;
    private long _failedAt;

    public bool IsDue => _delay == TimeSpan.Zero || time.GetElapsedTime(_failedAt) >= _delay;

    public void Failed()
    {
        _failedAt = time.GetTimestamp();
        var next = _delay == TimeSpan.Zero ? first : 2 * _delay;
        _delay = next < max ? next : max;
    }

    public void Succeeded() => _delay = TimeSpan.Zero;
}
