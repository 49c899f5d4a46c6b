namespace CallCenter.Cli.Tests;

/// <summary>A clock with a fixed time of day and real waits.</summary>
internal sealed class StandingClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
