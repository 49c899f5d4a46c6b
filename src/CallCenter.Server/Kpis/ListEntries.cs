using CallCenter.Core.Floor;
using CallCenter.Core.Views;
using CallCenter.V1;

namespace CallCenter.Server.Kpis;

/// <summary>What the rows of a queue add up to.</summary>
internal sealed class QueueEntry(string queue)
{
    private readonly SortedSet<string> _channels = new(StringComparer.Ordinal);
    private readonly SortedSet<string[]> _sources = new(LabelOrder.Instance);
    private long _waiting;

    public void Add(string channel, string source, int waiting)
    {
        if (channel.Length > 0) _channels.Add(channel);
        _sources.Add([source]);
        _waiting += waiting;
    }

    public Queue ToMessage()
        => new() { Queue_ = queue, WaitingCount = _waiting, Channels = { _channels }, Sources = { _sources.Select(s => s[0]) } };
}

/// <summary>The values of a tag.</summary>
internal sealed class TagEntry(string name)
{
    private const int ValuesShownMax = 100;

    private readonly SortedSet<string[]> _values = new(LabelOrder.Instance);

    public void Add(string value) => _values.Add([value]);

    public Tag ToMessage()
        => new() { Name = name, ValueCount = _values.Count, Values = { _values.Take(ValuesShownMax).Select(v => v[0]) } };
}

/// <summary>An agent with those of its queues that the caller may see.</summary>
internal sealed record AgentEntry(StoredAgent Agent, string Source, IReadOnlyList<string> Queues)
{
    public Agent ToMessage() => new()
    {
        Agent_ = Agent.Id,
        Source = Source,
        DisplayName = Agent.DisplayName,
        Team = Agent.Team,
        State = (V1.AgentState)Agent.State,
        StateSinceTime = Agent.Since is { } since ? KpiMapper.ToTime(since) : null,
        Reason = Agent.Reason,
        Queues =
        {
            Agent.Queues.Where(queue => Queues.Contains(queue.Queue)).OrderBy(queue => new[] { queue.Queue }, LabelOrder.Instance)
                .Select(ToMessage),
        },
    };

    private static V1.AgentQueue ToMessage(Core.Floor.AgentQueue queue)
        => new() { Queue = queue.Queue, Paused = queue.IsPaused, Reason = queue.Reason };
}
