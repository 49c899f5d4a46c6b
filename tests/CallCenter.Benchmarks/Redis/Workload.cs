using CallCenter.Core.Events;
using CallCenter.Core.Measures;

namespace CallCenter.Benchmarks.Redis;

/// <summary>One counter moved by an event.</summary>
internal readonly record struct Increment(int Row, Measure Measure, long Value);

/// <summary>The counters of one event: 8 increments on 5 rows.</summary>
internal sealed class CountedEvent
{
    public int Source { get; set; }
    public long AtMs { get; set; }
    public Increment[] Increments { get; } = new Increment[8];
}

/// <summary>
/// The same events for every design: 1,000 queues by Zipf 0.9, 5,000 agents, 250 teams, queue x channel and queue x tier rows, of
/// 20 sources that each have their own part. 5 % of the events are up to 20 s late.
/// </summary>
internal sealed class Workload
{
    public const int Sources = 20, Queues = 1_000, Agents = 5_000, Teams = 250, Channels = 4, Tiers = 4;
    public const int Rows = Queues + Agents + Teams + Queues * (Channels + Tiers);

    private const int FirstAgent = Queues, FirstTeam = FirstAgent + Agents;
    private const int FirstChannel = FirstTeam + Teams, FirstTier = FirstChannel + Queues * Channels;

    private static readonly double[] Popularity = MakePopularity();

    // The same in every run: Random with a seed.
    private readonly Random _random = new(7);
    private readonly double _msOfEvent;
    private double _nowMs;

    public Workload(int eventsPerSecond, long startMs) => (_msOfEvent, _nowMs) = (1000.0 / eventsPerSecond, startMs);

    public long NowMs => (long)_nowMs;

    public void Next(CountedEvent e)
    {
        _nowMs += _msOfEvent;
        e.AtMs = NowMs - (_random.Next(20) == 0 ? _random.Next(20_000) : 0);
        var queue = PickQueue();
        e.Source = queue % Sources;
        var place = _random.Next(Agents / Sources);
        var agent = FirstAgent + e.Source + Sources * place;
        var team = FirstTeam + e.Source + Sources * (place % (e.Source < Teams % Sources ? Teams / Sources + 1 : Teams / Sources));
        e.Increments[0] = new(queue, Measure.Offered, 1);
        e.Increments[1] = new(queue, Measure.Answered, 1);
        e.Increments[2] = new(queue, Measure.WaitOfAnswered, _random.Next(1, 60_000));
        e.Increments[3] = new(agent, Measure.Completed, 1);
        e.Increments[4] = new(agent, Measure.Offers, 1);
        e.Increments[5] = new(team, Measure.Completed, 1);
        e.Increments[6] = new(FirstChannel + queue * Channels + _random.Next(Channels), Measure.Answered, 1);
        e.Increments[7] = new(FirstTier + queue * Tiers + _random.Next(Tiers), Measure.Answered, 1);
    }

    /// <summary>The share of each queue in all events, added up.</summary>
    public static double ShareOf(int queue) => Popularity[queue] - (queue == 0 ? 0 : Popularity[queue - 1]);

    public static int SourceOf(int row) => row switch
    {
        < FirstAgent => row % Sources,
        < FirstTeam => (row - FirstAgent) % Sources,
        < FirstChannel => (row - FirstTeam) % Sources,
        < FirstTier => (row - FirstChannel) / Channels % Sources,
        _ => (row - FirstTier) / Tiers % Sources,
    };

    public static RowKey KeyOf(int row) => row switch
    {
        < FirstAgent => new(RowKind.Contact) { Queue = $"queue-{row}" },
        < FirstTeam => new(RowKind.Agent) { Agent = $"agent-{row - FirstAgent}" },
        < FirstChannel => new(RowKind.Agent) { Team = $"team-{row - FirstTeam}" },
        < FirstTier => new(RowKind.Contact)
        {
            Queue = $"queue-{(row - FirstChannel) / Channels}",
            Channel = (Channel)(1 + (row - FirstChannel) % Channels),
        },
        _ => new(RowKind.Contact) { Queue = $"queue-{(row - FirstTier) / Tiers}", CustomerTier = $"tier-{(row - FirstTier) % Tiers}" },
    };

    private int PickQueue()
    {
        var i = Array.BinarySearch(Popularity, _random.NextDouble());
        return Math.Min(i >= 0 ? i : ~i, Queues - 1);
    }

    private static double[] MakePopularity()
    {
        var weights = Enumerable.Range(1, Queues).Select(rank => 1 / Math.Pow(rank, 0.9)).ToArray();
        var (sum, total) = (0.0, weights.Sum());
        return [.. weights.Select(w => (sum += w) / total)];
    }
}
