using CallCenter.V1;

namespace CallCenter.Simulator;

/// <summary>One stay of one contact in one queue. Only <see cref="Platform"/> changes its stage.</summary>
internal sealed class Visit
{
    public required long Number { get; init; }
    public required VisitQueued Facts { get; init; }
    public required CallQueue Queue { get; init; }
    public required DateTimeOffset QueuedTime { get; init; }

    /// <summary>Ordinal of this visit within its contact; limits the chain of transfers.</summary>
    public required int Stay { get; init; }

    public VisitStage Stage { get; set; }
    public List<Agent> Offers { get; } = [];
    public DateTimeOffset OfferedTime { get; set; }
    public Agent? Agent { get; set; }
    public DateTimeOffset AnsweredTime { get; set; }
    public bool Excluded { get; set; }

    /// <summary>The wait and the conversation as the switch's own books have them; null until they are over.</summary>
    public TimeSpan? Wait { get; set; }

    /// <inheritdoc cref="Wait"/>
    public TimeSpan? Talk { get; set; }

    public DateTimeOffset HeldTime { get; set; }
    public TimeSpan Held { get; set; }
    public int Holds { get; set; }
    public VisitOutcome Outcome { get; set; }
    public DateTimeOffset EndedTime { get; set; }
    public TimeSpan? AfterCallWork { get; set; }

    public string Id => Facts.VisitId;
    public Channel Channel => Facts.Channel;
    public bool IsLive => Stage is VisitStage.Waiting or VisitStage.Connected or VisitStage.Held;
    public bool IsWaitingUnoffered => Stage == VisitStage.Waiting && Offers.Count == 0;
}
