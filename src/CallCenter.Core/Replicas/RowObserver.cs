using CallCenter.Core.Windows;

namespace CallCenter.Core.Replicas;

/// <summary>Called in the loop when rows appear in, or disappear from, the followed shards.</summary>
/// <param name="Removed">Rows that are no longer kept; each was added before.</param>
public sealed record RowObserver(Action<RowHistory> Added, Action<IReadOnlySet<RowHistory>> Removed)
{
    /// <summary>Observes nothing.</summary>
    public static readonly RowObserver None = new(_ => { }, _ => { });
}
