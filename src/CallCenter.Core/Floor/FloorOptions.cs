using CallCenter.Core.Measures;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Floor;

/// <summary>The limits of a source's floor.</summary>
public sealed record FloorOptions
{
    /// <summary>An event that is older than the newest of its source by more than this is counted in events_late. Default 2 s.</summary>
    public TimeSpan LateAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>An event further ahead of the server's clock is counted at the server's time. Default 5 s.</summary>
    public TimeSpan FutureMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Older events are refused: their slots are gone. Default 9 days.</summary>
    public TimeSpan HistoryMax { get; init; } = TimeSpan.FromDays(9);

    /// <summary>A visit without an event for longer ends as lost: its end will not come.</summary>
    public SilenceLimits SilentVisitMax { get; init; } = new();

    /// <summary>A waiting visit that does not ring ends as lost when this many later visits of its queue and channel were answered before
    /// it. Default 0, never: in queues with priorities or skills, later visits may be answered first.</summary>
    public int OvertakenMax { get; init; }

    /// <summary>After-call work that lasts longer ends by inference. Default 30 min.</summary>
    public TimeSpan WrapUpMax { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long an event's id is remembered to find duplicates. Default 10 min.</summary>
    public TimeSpan EventIdKept { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Lifetime of an agent without a description after its last queue, contact and shift, while offline. Default 1 h.</summary>
    public TimeSpan AgentKept { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The same for an agent with a description, which is lost with it. Default 30 days.</summary>
    public TimeSpan DescribedAgentKept { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Maximum number of remembered event ids of a source; the oldest is forgotten first. Default 200,000.</summary>
    public int EventIdsMax { get; init; } = 200_000;

    /// <summary>Maximum number of live visits of a source; further ones are refused. Default 100,000.</summary>
    public int VisitsMax { get; init; } = 100_000;

    /// <summary>Maximum number of open offers of a visit; further ones are refused. Default 1,000.</summary>
    public int OffersMax { get; init; } = 1_000;

    /// <summary>How long a contact without a live visit waits for the next one, such as a call that was passed on: a later visit is
    /// another contact. Default 5 min.</summary>
    public TimeSpan ContactLingerMax { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a contact that its source opened is known after it was resolved, to be opened again. Default 14 days.</summary>
    public TimeSpan ResolvedContactKept { get; init; } = TimeSpan.FromDays(14);

    /// <summary>Maximum number of contacts of a source that are open, have several visits or wait for another one. Further ones are not
    /// opened, and their visits count as contacts of their own. Default 100,000.</summary>
    public int ContactsMax { get; init; } = 100_000;

    /// <summary>How soon after a contact another one of the same customer is a repeat of it. Default 7 days.</summary>
    public TimeSpan RepeatWithin { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Maximum number of recent contacts of a source whose customers' ids are known, each kept for 30 days. Further ones count as
    /// contacts without a customer id. Default 200,000.</summary>
    public int CustomersMax { get; init; } = 200_000;

    /// <summary>Maximum number of agents of a source; further ones are refused. Default 200,000.</summary>
    public int AgentsMax { get; init; } = 200_000;

    /// <summary>Maximum number of an agent's memberships; further ones are refused. Default 1,000.</summary>
    public int MembershipsMax { get; init; } = 1_000;

    /// <summary>Maximum number of distinct sets of tags of a source. A visit with a further one counts without tags, and in
    /// dimensions_dropped. Default 10,000.</summary>
    public int TagSetsMax { get; init; } = 10_000;

    /// <summary>Maximum number of rows of a source: of distinct sets of dimensions that something was counted in. Facts of further ones
    /// count without dimensions, and in dimensions_dropped. Default 1,000,000.</summary>
    public int RowsMax { get; init; } = RowRegistry.RowsMaxDefault;

    /// <summary>Longest span that values are asked for, the same on all servers of a store. A row in which nothing was counted for a
    /// quarter longer, and nothing live is, is forgotten. Default and at most 8 days, at least 1 h: with many new agents an hour, memory is
    /// proportional to it.</summary>
    public TimeSpan WindowMax { get; init; } = Window.SlidingMax;

    /// <summary>Where these limits are set.</summary>
    internal string Path { get; private init; } = "Engine:Floor";

    /// <summary>How long a row is kept after its last use.</summary>
    internal TimeSpan RowKept => Window.KeptOf(WindowMax);

    /// <summary>How long after its end a visit can be excluded: until no window shows it, and no longer than its rows are kept.</summary>
    internal TimeSpan ExcludableMax => WindowMax + WindowMax / 8;

    /// <summary>These options as errors and refusals name them when they are set elsewhere.</summary>
    public FloorOptions SetAt(string path) => this with { Path = path };

    /// <summary>Every error, each with its remedy; empty when all is well.</summary>
    public IEnumerable<string> Errors()
    {
        (string Name, int Value)[] limits =
        [
            (nameof(EventIdsMax), EventIdsMax), (nameof(VisitsMax), VisitsMax), (nameof(OffersMax), OffersMax),
            (nameof(AgentsMax), AgentsMax), (nameof(MembershipsMax), MembershipsMax), (nameof(TagSetsMax), TagSetsMax),
            (nameof(RowsMax), RowsMax), (nameof(ContactsMax), ContactsMax), (nameof(CustomersMax), CustomersMax),
        ];
        var errors = SilentVisitMax.Errors($"{Path}:{nameof(SilentVisitMax)}").Concat(limits.Where(l => l.Value is < 1 or > 10_000_000)
            .Select(l => $"{Path}:{l.Name} is {l.Value}; set it to 1 to 10000000, or leave it out for the default."));
        if (OvertakenMax is < 0 or > 1_000)
            errors = errors.Append($"{Path}:OvertakenMax is {OvertakenMax}; set it to 1 to 1000, or to 0 or nothing for never.");
        if (ContactLingerMax < TimeSpan.FromSeconds(1) || ContactLingerMax > TimeSpan.FromDays(1))
        {
            errors = errors.Append(
                $"{Path}:ContactLingerMax is {ContactLingerMax}; set it to 1 s to 1 day, or leave it out for the default.");
        }
        if (ResolvedContactKept < TimeSpan.Zero || ResolvedContactKept > TimeSpan.FromDays(365))
        {
            errors = errors.Append(
                $"{Path}:ResolvedContactKept is {ResolvedContactKept}; set it to 0 to 365 days, or leave it out for the default.");
        }
        if (RepeatWithin < TimeSpan.FromSeconds(1) || RepeatWithin > Window.SlidingMax)
            errors = errors.Append($"{Path}:RepeatWithin is {RepeatWithin}; set it to 1 s to 8 days, or leave it out for the default.");
        if (WindowMax < TimeSpan.FromHours(1) || WindowMax > Window.SlidingMax)
            errors = errors.Append($"{Path}:WindowMax is {WindowMax}; set it to 1 h to 8 days, or leave it out for the default.");
        return errors;
    }
}
