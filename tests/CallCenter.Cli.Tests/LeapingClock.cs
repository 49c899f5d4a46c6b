namespace CallCenter.Cli.Tests;

/// <summary>A fixed clock that skips each wait.</summary>
internal sealed class LeapingClock(DateTimeOffset now) : TimeProvider
{
    private DateTimeOffset _now = now;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _now += dueTime;
        return System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
