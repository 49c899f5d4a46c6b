using System.Collections.Concurrent;
using CallCenter.V1;

namespace CallCenter.ScriptedServer;

/// <summary>The KPI side: what snapshots and lists answer, and what the next subscriptions do.</summary>
public sealed class KpiScript
{
    private readonly ConcurrentQueue<Func<SubscribeTalk, Task>> _next = new();

    public Func<GetSnapshotRequest, GetSnapshotResponse> Snapshot { get; set; } = _ => new GetSnapshotResponse();

    public IReadOnlyList<KpiDefinition> Definitions { get; set; } = [];

    /// <summary>Scripts the next subscription; one without a script says nothing until the client goes.</summary>
    public void Next(Func<SubscribeTalk, Task> talk) => _next.Enqueue(talk);

    internal Func<SubscribeTalk, Task> Take() => _next.TryDequeue(out Func<SubscribeTalk, Task>? talk) ? talk : t => t.UntilGoneAsync();
}
