using CallCenter.Core.Events;

namespace CallCenter.Core.Measures;

/// <summary>What a row's measures are about.</summary>
public enum RowKind : byte
{
    /// <summary>Visits, offers, segments.</summary>
    Contact = 0,

    /// <summary>An agent, once, whatever queues the agent is in.</summary>
    Agent = 1,

    /// <summary>An agent in one queue.</summary>
    Member = 2,

    /// <summary>A source's feed of events.</summary>
    Source = 3,
}

/// <summary>The dimensions of a fact. Facts with equal dimensions are counted in one row.</summary>
public sealed record RowKey(RowKind Kind)
{
    public string Queue { get; init; } = "";
    public string Agent { get; init; } = "";
    public string Team { get; init; } = "";
    public string Seniority { get; init; } = "";
    public Channel? Channel { get; init; }
    public Direction? Direction { get; init; }
    public string CustomerTier { get; init; } = "";
    public string IssueType { get; init; } = "";
    public string Complexity { get; init; } = "";
    public string CustomerSegment { get; init; } = "";
    public string Priority { get; init; } = "";
    public string Language { get; init; } = "";

    /// <summary>Of a break, not-ready, refusal or exclusion.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Canonical: see <see cref="TagText"/>.</summary>
    public string Tags { get; init; } = "";

    // Without what mostly follows from these: team and seniority, channel and direction, complexity, segment.
    public override int GetHashCode()
        => HashCode.Combine(Kind, Queue, Agent, CustomerTier, IssueType, Reason, Tags, (Priority, Language));

    /// <summary>Whether facts that lost their dimensions are counted here.</summary>
    public bool IsWithoutDimensions => this == new RowKey(Kind);

    /// <summary>What the visits that are counted here are counted by.</summary>
    public VisitTraits Traits => new(Queue, Channel ?? default, Direction ?? default, CustomerTier, IssueType, Complexity, Tags)
    {
        CustomerSegment = CustomerSegment,
        Priority = Priority,
        Language = Language,
    };

    public static RowKey OfVisit(VisitTraits traits) => new(RowKind.Contact)
    {
        Queue = traits.Queue,
        Channel = traits.Channel,
        Direction = traits.Direction,
        CustomerTier = traits.CustomerTier,
        IssueType = traits.IssueType,
        Complexity = traits.Complexity,
        CustomerSegment = traits.CustomerSegment,
        Priority = traits.Priority,
        Language = traits.Language,
        Tags = traits.Tags,
    };
}
