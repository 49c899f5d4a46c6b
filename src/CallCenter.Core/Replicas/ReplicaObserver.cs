using CallCenter.Core.Windows;

namespace CallCenter.Core.Replicas;

/// <summary>Called in the loop when rows and sources appear in, or disappear from, the followed shards.</summary>
/// <param name="Removed">Rows that are no longer kept; each was added before.</param>
public sealed record ReplicaObserver(Action<RowHistory> Added, Action<IReadOnlySet<RowHistory>> Removed)
{
    /// <summary>Observes nothing.</summary>
    public static readonly ReplicaObserver None = new(_ => { }, _ => { });

    /// <summary>Where changes of rows are noted; null: nobody reads them.</summary>
    public WatchedRows? Changes { get; set; }

    public Action<SourceReplica> SourceAdded { get; init; } = _ => { };

    /// <summary>The copy of a source is no longer kept; it was added before.</summary>
    public Action<SourceReplica> SourceRemoved { get; init; } = _ => { };
}
