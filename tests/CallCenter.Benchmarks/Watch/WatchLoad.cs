using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Benchmarks.Watch;

/// <summary>A row of the table: what changes, and who watches what of it.</summary>
/// <param name="Views">Distinct selectors; subscribers are dealt out to them.</param>
internal sealed record WatchLoad(string Name, int Views, int Subscribers)
{
    public static readonly TimeSpan HistoryLength = TimeSpan.FromMinutes(25);

    // The column of the marker is the first.
    private static readonly string[] QueueKpis =
    [
        "contacts_waiting", "contacts_offered", "contacts_answered", "contacts_abandoned", "service_level@20s", "answer_rate",
        "abandonment_rate", "speed_of_answer", "queue_time", "avg_handle_time", "agents_available",
    ];

    private static readonly string[] AgentKpis =
    [
        "agent_state_since", "contacts_handled", "talk_time", "hold_time", "acw_time", "avg_handle_time", "occupancy", "offers",
        "agent_no_answer", "agent_answer_rate", "agents_on_contact",
    ];

    public bool IsByAgent { get; init; }

    public int Queues { get; init; } = 1_000;

    /// <summary>Queues that had one visit at the beginning of the history, and none since.</summary>
    public int IdleQueues { get; init; }

    public int StreamsAConnection { get; init; } = 50;

    /// <summary>Each source sends five events as often.</summary>
    public TimeSpan Tick { get; init; } = TimeSpan.FromMilliseconds(20);

    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The shortest window; the others are 3 s longer each. Short ones lose visits at their left edge while they are
    /// measured.</summary>
    public TimeSpan ShortestWindow { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>What the subscriber of this number asks for.</summary>
    public SubscribeRequest RequestOf(int subscriber) => new()
    {
        Selector = new Selector
        {
            GroupBy = { IsByAgent ? "agent" : "queue" },
            Kpis = { (IsByAgent ? AgentKpis : QueueKpis).Select(kpi => new KpiRef { Spec = kpi }) },
            Window = new Window
            {
                Sliding = Duration.FromTimeSpan(ShortestWindow + TimeSpan.FromSeconds(3 * (subscriber % Math.Max(1, Views)))),
            },
        },
        MinInterval = Duration.FromTimeSpan(Interval),
    };
}
