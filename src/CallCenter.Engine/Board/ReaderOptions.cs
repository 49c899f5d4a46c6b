namespace CallCenter.Engine.Board;

/// <summary>How a reader wants a view.</summary>
public sealed record ReaderOptions
{
    /// <value>The shortest time between two states.</value>
    public required TimeSpan Interval { get; init; }

    /// <value>A heartbeat comes after so long without another frame.</value>
    public required TimeSpan HeartbeatInterval { get; init; }

    /// <value>What the reader has from before; null: nothing.</value>
    public BoardRevision? Resume { get; init; }

    /// <value>Ends the reading.</value>
    public CancellationToken Stopping { get; init; }
}
