using CallCenter.Core.Identity;
using Grpc.Core;

namespace CallCenter.Server.Callers;

/// <summary>Decides which tenant a call is for; the only place that does.</summary>
internal static class CallerTenant
{
    /// <summary>The default tenant, until callers have credentials.</summary>
    public static TenantId Of(ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return TenantId.Default;
    }
}
