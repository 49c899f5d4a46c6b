using CallCenter.Core.Identity;
using CallCenter.Core.Replicas;
using CallCenter.Core.Storage;
using Microsoft.Extensions.Logging;

namespace CallCenter.Engine.Shards;

/// <summary>What all followed shards of a node share.</summary>
internal sealed record ShardContext(IMetricStore Store, Ledger Ledger, ReplicaObserver Observer, TimeProvider Time, ILogger Log)
{
    /// <summary>The zone of a tenant, whose hours and days are archived.</summary>
    public Func<TenantId, TimeZoneInfo> ZoneOf { get; init; } = _ => TimeZoneInfo.Utc;

    public Instant Now => Instant.FromDateTimeOffset(Time.GetUtcNow());
}
