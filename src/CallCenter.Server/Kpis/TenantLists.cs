using CallCenter.Core.Identity;
using CallCenter.Core.Measures;
using CallCenter.Core.Views;
using CallCenter.Engine.Board;
using CallCenter.Engine.Shards;
using CallCenter.Server.Callers;
using CallCenter.V1;

namespace CallCenter.Server.Kpis;

/// <summary>Lists what a tenant has, for pickers. Everything is read when it is asked for: nothing is kept for lists.</summary>
internal sealed class TenantLists(BoardLists board)
{
    private static readonly Dimension Channel = Dimension.Parse("channel")!;

    public async Task<ListSourcesResponse> SourcesAsync(ListSourcesRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var query = ListQuery.Of(caller, "sources", request.PageSize, request.PageToken, request.Search);
        var page = new ListPage<ListedSource>(query);
        var (asOf, sources) = await SourcesAsync(query, cancellationToken);
        foreach (var source in sources.Where(s => query.Finds(s.Feed.Source.Name))) page.EntryOf([source.Feed.Source.Name], () => source);
        var answer = new ListSourcesResponse { AsOfTime = KpiMapper.ToTime(asOf) };
        answer.NextPageToken = page.Finish(answer.Sources, KpiMapper.ToSource);
        return answer;
    }

    public async Task<ListQueuesResponse> QueuesAsync(ListQueuesRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var query = ListQuery.Of(caller, "queues", request.PageSize, request.PageToken, request.Search, request.Source);
        var page = new ListPage<QueueEntry>(query);
        var asOf = await ReadRowsAsync(query, (source, row) =>
        {
            var queue = row.Key.Queue;
            if (queue.Length > 0 && query.Finds(queue))
                page.EntryOf([queue], () => new QueueEntry(queue))?.Add(Channel.ValueOf(row.Key, source), source.Name, row.WaitingCount);
        }, cancellationToken);
        var answer = new ListQueuesResponse { AsOfTime = KpiMapper.ToTime(asOf) };
        answer.NextPageToken = page.Finish(answer.Queues, queue => queue.ToMessage());
        return answer;
    }

    public async Task<ListTagsResponse> TagsAsync(ListTagsRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var query = ListQuery.Of(
            caller, "tags", request.PageSize, request.PageToken, request.Search, request.Source, request.Queue);
        var page = new ListPage<TagEntry>(query);
        var asOf = await ReadRowsAsync(query, (_, row) =>
        {
            foreach (var (name, value) in TagText.Split(row.Key.Tags))
            {
                if (query.Finds(name)) page.EntryOf([name], () => new TagEntry(name))?.Add(value);
            }
        }, cancellationToken);
        var answer = new ListTagsResponse { AsOfTime = KpiMapper.ToTime(asOf) };
        answer.NextPageToken = page.Finish(answer.Tags, tag => tag.ToMessage());
        return answer;
    }

    public async Task<ListAgentsResponse> AgentsAsync(ListAgentsRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var query = ListQuery.Of(
            caller, "agents", request.PageSize, request.PageToken, request.Search, request.Source, request.Queue);
        var page = new ListPage<AgentEntry>(query);
        var (asOf, sources) = await SourcesAsync(query, cancellationToken);
        foreach (var source in sources.Select(s => s.Feed.Source))
        {
            await foreach (var agent in board.AgentsAsync(source, cancellationToken))
            {
                if (!query.Finds(agent.Id) && !query.Finds(agent.DisplayName)) continue;
                var row = new RowKey(RowKind.Agent)
                {
                    Agent = agent.Id,
                    Team = agent.Team,
                    Seniority = agent.Seniority,
                    Reason = agent.Reason,
                };
                if (query.Selects(row, agent.Queues.Select(q => q.Queue), source, out var queues))
                    page.EntryOf([agent.Id, source.Name], () => new AgentEntry(agent, source.Name, queues));
            }
        }
        var answer = new ListAgentsResponse { AsOfTime = KpiMapper.ToTime(asOf) };
        answer.NextPageToken = page.Finish(answer.Agents, agent => agent.ToMessage());
        return answer;
    }

    private async Task<(Instant AsOf, List<ListedSource> Sources)> SourcesAsync(ListQuery query, CancellationToken cancellationToken)
    {
        var (asOf, sources) = await board.SourcesAsync(query.Tenant, cancellationToken);
        return (asOf, [.. sources.Where(source => query.Selects(source.Feed.Source))]);
    }

    private async Task<Instant> ReadRowsAsync(ListQuery query, Action<SourceId, ListedRow> add, CancellationToken cancellationToken)
    {
        var (asOf, sources) = await SourcesAsync(query, cancellationToken);
        foreach (var source in sources.Select(s => s.Feed.Source))
        {
            await foreach (var row in board.RowsAsync(source, cancellationToken))
            {
                if (query.Selects(row.Key, source)) add(source, row);
            }
        }
        return asOf;
    }
}
