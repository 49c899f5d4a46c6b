using CallCenter.Core.Floor;
using CallCenter.Core.Identity;

namespace CallCenter.Engine.Limits;

/// <summary>What a source may have of its tenant's limits. Safe for several threads.</summary>
internal sealed class SourceQuota(SourceId source, TenantUse tenant, TenantLimits limits, OverLimitLog log)
{
    /// <summary>The remaining room. Other sources count with their committed events: a tenant may exceed its limit by the events that
    /// its sources have in flight.</summary>
    public TenantRoom Room() => tenant.RoomOf(source, limits);

    public void Report(LimitReached reached) => log.Report(source, reached);
}
