namespace CallCenter.Server.Tests.Golden;

/// <summary>Tells the time it is set to; timers run by the machine's clock.</summary>
internal sealed class StandingClock : TimeProvider
{
    public DateTimeOffset Now { get; set; }

    public override DateTimeOffset GetUtcNow() => Now;
}
