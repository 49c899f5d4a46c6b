using System.Collections.Concurrent;
using CallCenter.Core.Identity;

namespace CallCenter.Engine.Limits;

/// <summary>What each tenant uses. A tenant that ever had a source, or asked for one, keeps its entry; credentials name the tenants. Safe
/// for several threads.</summary>
internal sealed class TenantUses
{
    private readonly ConcurrentDictionary<TenantId, TenantUse> _tenants = new();

    public IEnumerable<TenantId> Tenants => _tenants.Keys;

    public TenantUse Of(TenantId tenant) => _tenants.GetOrAdd(tenant, _ => new TenantUse());

    /// <inheritdoc cref="TenantUse.RefusedSince"/>
    public Instant? RefusedSince(TenantId tenant, Instant now)
        => _tenants.TryGetValue(tenant, out var use) ? use.RefusedSince(now) : null;
}
