namespace CallCenter.Core.Floor;

/// <summary>The limits that machines keep.</summary>
public sealed record FloorOptions
{
    /// <summary>An event this much older than the newest of its source is counted in events_late. Default 2 s.</summary>
    public TimeSpan LateAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>An event further ahead of the server's clock is counted at the server's time. Default 5 s.</summary>
    public TimeSpan FutureMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Older events are refused: their slots are gone. Default 9 days.</summary>
    public TimeSpan HistoryMax { get; init; } = TimeSpan.FromDays(9);

    /// <summary>A visit that no event named for so long is ended as lost: its end will not come. Default 4 h.</summary>
    public TimeSpan SilentVisitMax { get; init; } = TimeSpan.FromHours(4);

    /// <summary>After-call work is ended by inference after so long. Default 30 min.</summary>
    public TimeSpan WrapUpMax { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long an event's own name is remembered to find duplicates. Default 10 min.</summary>
    public TimeSpan EventIdKept { get; init; } = TimeSpan.FromMinutes(10);
}
