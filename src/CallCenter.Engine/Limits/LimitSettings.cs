using CallCenter.Core.Floor;
using CallCenter.Core.Identity;

namespace CallCenter.Engine.Limits;

/// <summary>The limits of each tenant, and those of named ones.</summary>
public sealed record LimitSettings : TenantLimits
{
    /// <value>Tenants with limits of their own.</value>
    public Dictionary<string, TenantOverrides> Tenants { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The limits of a tenant.</summary>
    public TenantLimits Of(TenantId tenant)
        => Tenants.TryGetValue(tenant.Value, out var own) ? own.Over(this, PathOf(tenant.Value)) : this;

    /// <summary>The limits of a source.</summary>
    /// <param name="floor">Those of sources without limits of their own.</param>
    public FloorOptions Of(SourceId source, FloorOptions floor)
        => Tenants.TryGetValue(source.Tenant.Value, out var tenant) && tenant.Sources.TryGetValue(source.Name, out var own)
            ? own.Over(floor, PathOf(source.Tenant.Value, source.Name))
            : floor;

    /// <summary>Everything that is wrong, each with its remedy.</summary>
    internal IEnumerable<string> AllErrors()
    {
        foreach (var error in Errors()) yield return error;
        foreach (var (tenant, own) in Tenants)
        {
            if (!TenantId.IsValid(tenant))
                yield return $"{PathOf(tenant)} names no tenant; use 1 to 63 of a-z, 0-9 and '-', as in the keys file.";
            foreach (var error in own.Over(new TenantLimits(), PathOf(tenant)).Errors()) yield return error;
            foreach (var (source, limits) in own.Sources)
            {
                foreach (var error in limits.Over(new FloorOptions(), PathOf(tenant, source)).Errors()) yield return error;
            }
        }
    }

    private string PathOf(string tenant) => $"{Path}:{nameof(Tenants)}:{tenant}";

    private string PathOf(string tenant, string source) => $"{PathOf(tenant)}:{nameof(TenantOverrides.Sources)}:{source}";
}
