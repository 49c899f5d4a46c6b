namespace CallCenter.Asterisk;

/// <summary>Asterisk's clock, as far as its answers to Ping let us know it. A little late, by the way of one answer; never early.</summary>
internal sealed class SourceClock(TimeProvider time)
{
    private TimeSpan _offset;

    public DateTimeOffset Now => At(time.GetUtcNow());

    /// <summary>What Asterisk's clock showed when ours showed this.</summary>
    public DateTimeOffset At(DateTimeOffset ours) => ours + _offset;

    public void Observe(DateTimeOffset theirs, DateTimeOffset ours) => _offset = theirs - ours;
}
