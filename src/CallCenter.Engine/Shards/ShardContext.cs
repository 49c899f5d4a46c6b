using CallCenter.Core.Identity;
using CallCenter.Core.Storage;
using CallCenter.Core.Windows;
using Microsoft.Extensions.Logging;

namespace CallCenter.Engine.Shards;

/// <summary>Called in the loop when rows appear in, or disappear from, the followed shards.</summary>
/// <param name="Removed">Rows that are no longer kept; each was added before.</param>
internal sealed record RowObserver(Action<RowHistory> Added, Action<IReadOnlySet<RowHistory>> Removed)
{
    /// <summary>Observes nothing.</summary>
    public static readonly RowObserver None = new(_ => { }, _ => { });
}

/// <summary>What all followed shards of a node share.</summary>
internal sealed record ShardContext(IMetricStore Store, RowObserver Rows, TimeProvider Time, ILogger Log)
{
    public Instant Now => Instant.FromDateTimeOffset(Time.GetUtcNow());
}
