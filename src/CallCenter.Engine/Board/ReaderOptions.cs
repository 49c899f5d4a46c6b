namespace CallCenter.Engine.Board;

/// <summary>How a reader wants a view.</summary>
public sealed record ReaderOptions
{
    /// <value>The shortest time between two states.</value>
    public required TimeSpan Interval { get; init; }

    /// <value>A heartbeat comes after so long without another frame.</value>
    public required TimeSpan HeartbeatInterval { get; init; }

    /// <value>Whether a state comes at each interval, changed or not.</value>
    public bool IsPeriodic { get; init; }

    /// <value>Changes that are too small to be sent; null: none is.</value>
    public DeadBands? DeadBands { get; init; }

    /// <value>What the reader has from before; null: nothing. With dead bands it gets all values, since what it has is not known.</value>
    public BoardRevision? Resume { get; init; }

    /// <value>The reading ends after this time, by the next heartbeat.</value>
    public TimeSpan LifeMax { get; init; } = TimeSpan.MaxValue;

    /// <value>Ends the reading.</value>
    public CancellationToken Stopping { get; init; }

    /// <value>Ends the reading too: the selector means something else by now.</value>
    public CancellationToken Outdated { get; init; }

    internal bool IsOver => Stopping.IsCancellationRequested || Outdated.IsCancellationRequested;

    internal Pace Pace => new(Interval, IsPeriodic);
}

/// <summary>Readers of one pace are handed states together.</summary>
internal readonly record struct Pace(TimeSpan Interval, bool IsPeriodic);
