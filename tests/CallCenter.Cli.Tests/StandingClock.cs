namespace CallCenter.Cli.Tests;

/// <summary>A clock whose time of day stands still; its waits are real.</summary>
internal sealed class StandingClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
