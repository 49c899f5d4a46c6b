namespace CallCenter.Engine.Ingest;

internal enum BatchState
{
    /// <summary>Applied to its end.</summary>
    Done,

    /// <summary>Stopped before an event that is about a finished visit.</summary>
    NeedsRecords,

    /// <summary>Not applied: the builder is closed.</summary>
    Closed,
}

/// <summary>How far a batch was applied.</summary>
/// <param name="Next">Index of the event to go on with.</param>
/// <param name="VisitIds">The finished visits that this event and later ones are about.</param>
/// <param name="Durable">Completes when everything before is committed, so that the ledger has it.</param>
internal readonly record struct BatchProgress(BatchState State, int Next, IReadOnlyList<string> VisitIds, Task Durable)
{
    public static readonly BatchProgress Done = new(BatchState.Done, 0, [], Task.CompletedTask);
    public static readonly BatchProgress Closed = new(BatchState.Closed, 0, [], Task.CompletedTask);
}
