using System.Runtime.CompilerServices;
using CallCenter.Client;
using CallCenter.V1;

namespace CallCenter.Cli;

/// <summary>The agents and the waiting contacts of one queue.</summary>
internal sealed record QueueContents(string Queue, IReadOnlyList<Agent> Agents, IReadOnlyList<ExplainedEntry> Waiting);

/// <summary>What ccg top shows: subscriptions, and lists that are asked for again and again while they are on the screen.</summary>
internal sealed class TopSource
{
    private const int EntriesMax = 1000;

    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(2);

    private readonly KpiWatcher _watcher;
    private readonly TimeProvider _time;
    private readonly Selector _common;
    private TopFeed<QueueContents>? _contents;
    private CancellationTokenSource _ofContents = new();
    private string _queue = "";

    /// <param name="common">The window and the filters.</param>
    public TopSource(KpiWatcher watcher, AlertClient alerts, Selector common, TimeProvider time)
    {
        (_watcher, _common, _time) = (watcher, common, time);
        Queues = Board(TopKpis.Queues, "queue");
        Total = Board(TopKpis.Queues);
        Agents = Board(TopKpis.Agents, "agent", "team");
        Targets = new TopFeed<ListTargetsResponse>(token => PollAsync(watcher.ListTargetsAsync, token), time);
        var open = new ListAlertsRequest { OpenOnly = true };
        Alerts = new TopFeed<IReadOnlyList<Alert>>(
            token => PollAsync(limit => AllAsync(alerts.ListAsync(open, limit), limit), token), time);
    }

    public TopFeed<KpiBoard> Queues { get; }

    public TopFeed<KpiBoard> Total { get; }

    public TopFeed<KpiBoard> Agents { get; }

    public TopFeed<ListTargetsResponse> Targets { get; }

    /// <summary>Those that are open.</summary>
    public TopFeed<IReadOnlyList<Alert>> Alerts { get; }

    /// <summary>What is in a queue; the one asked for before is read no longer.</summary>
    public TopFeed<QueueContents> ContentsOf(string queue, CancellationToken token)
    {
        if (_contents is not null && queue == _queue)
            return _contents;
        _ofContents.Cancel();
        _ofContents = CancellationTokenSource.CreateLinkedTokenSource(token);
        CancellationToken either = _ofContents.Token;
        _queue = queue;
        return _contents = new TopFeed<QueueContents>(_ => PollAsync(limit => ReadAsync(queue, limit), either), _time);
    }

    private TopFeed<KpiBoard> Board(string kpis, params string[] groupBy)
    {
        Selector selector = _common.Clone();
        selector.Kpis.Add(SelectorText.Kpis(kpis));
        selector.GroupBy.Add(groupBy);
        return new TopFeed<KpiBoard>(token => _watcher.WatchAsync(selector, new WatchOptions { TimeProvider = _time }, token), _time);
    }

    private async Task<QueueContents> ReadAsync(string queue, CancellationToken token)
    {
        IReadOnlyList<Agent> agents = await AllAsync(_watcher.ListAgentsAsync(new ListAgentsRequest { Queue = queue }, token), token);
        var request = new ExplainValueRequest { Selector = _common.Clone(), PageSize = EntriesMax };
        request.Selector.Kpis.Add(SelectorText.Kpis(TopKpis.Waiting));
        request.Selector.Where.Add(new Filter { Dimension = "queue", Values = { queue } });
        ExplainValueResponse waiting = await _watcher.ExplainValueAsync(request, token);
        return new QueueContents(queue, agents, waiting.Entries);
    }

    private static async Task<IReadOnlyList<T>> AllAsync<T>(IAsyncEnumerable<T> entries, CancellationToken token) =>
        await entries.ToListAsync(token);

    private async IAsyncEnumerable<T> PollAsync<T>(
        Func<CancellationToken, Task<T>> ask, [EnumeratorCancellation] CancellationToken token)
        where T : class
    {
        while (true)
        {
            T? answer = null;
            try
            {
                answer = await ask(token);
            }
            catch (CallCenterException e) when (e.Retryable)
            {
                // The subscriptions show that the server is away.
            }
            if (answer is not null)
                yield return answer;
            await Task.Delay(PollInterval, _time, token);
        }
    }
}
