using System.Collections.Concurrent;
using CallCenter.V1;
using Grpc.Core;

namespace CallCenter.ScriptedServer;

/// <summary>The KPI side: the answers of snapshots and lists, and the scripts of the next subscriptions.</summary>
public sealed class KpiScript
{
    private readonly ConcurrentQueue<Func<SubscribeTalk, Task>> _next = new();

    /// <summary>Sees the headers of each snapshot call.</summary>
    public Action<Metadata>? OnHeaders { get; set; }

    public Func<GetSnapshotRequest, GetSnapshotResponse> Snapshot { get; set; } = _ => new GetSnapshotResponse();

    public Func<QuerySeriesRequest, QuerySeriesResponse> Series { get; set; } = _ => new QuerySeriesResponse();

    public IReadOnlyList<KpiDefinition> Definitions { get; set; } = [];

    /// <summary>Names of codes in the answer to ListKpis.</summary>
    public IReadOnlyList<CodeTitle> CodeTitles { get; set; } = [];

    public GetSettingsResponse Settings { get; set; } = new();

    public Func<ListSourcesRequest, ListSourcesResponse> Sources { get; set; } = _ => new ListSourcesResponse();

    public Func<ListQueuesRequest, ListQueuesResponse> Queues { get; set; } = _ => new ListQueuesResponse();

    public Func<ListAgentsRequest, ListAgentsResponse> Agents { get; set; } = _ => new ListAgentsResponse();

    public Func<ListTagsRequest, ListTagsResponse> Tags { get; set; } = _ => new ListTagsResponse();

    public Func<ExplainValueRequest, ExplainValueResponse> Explanation { get; set; } = _ => new ExplainValueResponse();

    /// <summary>Scripts the next subscription; one without a script stays silent until the client leaves.</summary>
    public void Next(Func<SubscribeTalk, Task> talk) => _next.Enqueue(talk);

    internal Func<SubscribeTalk, Task> Take() => _next.TryDequeue(out Func<SubscribeTalk, Task>? talk) ? talk : t => t.UntilGoneAsync();
}
