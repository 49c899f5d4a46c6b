using Microsoft.Extensions.Time.Testing;

namespace CallCenter.Engine.Tests;

/// <summary>A clock whose wall time can be set, forward and back, while timers and timestamps go on as ever.</summary>
internal sealed class SettableClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private TimeSpan _offset;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _offset;

    public void SetWallBy(TimeSpan by) => _offset += by;
}
