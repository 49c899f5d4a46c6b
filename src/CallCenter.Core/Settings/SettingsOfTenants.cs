using CallCenter.Core.Identity;

namespace CallCenter.Core.Settings;

/// <summary>The settings of each tenant.</summary>
/// <param name="common">Those of tenants without their own.</param>
public sealed class SettingsOfTenants(TenantSettings common, IReadOnlyDictionary<TenantId, TenantSettings> own)
{
    public static readonly SettingsOfTenants Standard = new(TenantSettings.Standard, new Dictionary<TenantId, TenantSettings>());

    /// <summary>Those of tenants without their own.</summary>
    public TenantSettings Common => common;

    /// <summary>Tenants with settings of their own.</summary>
    public IEnumerable<TenantId> Named => own.Keys;

    public TenantSettings Of(TenantId tenant) => own.TryGetValue(tenant, out var settings) ? settings : common;

    /// <summary>These after others, under the next number; what is the same as before stays as it is.</summary>
    /// <param name="isSame">Whether those of a tenant, or of tenants without their own (null), are the same as before.</param>
    public SettingsOfTenants After(SettingsOfTenants before, Func<TenantId?, bool> isSame)
    {
        var number = before.Named.Select(before.Of).Append(before.Common).Max(settings => settings.Number) + 1;
        return new SettingsOfTenants(
            isSame(null) ? before.Common : common with { Number = number },
            own.ToDictionary(o => o.Key, o => IsKept(o.Key) ? before.Of(o.Key) : o.Value with { Number = number }));

        bool IsKept(TenantId tenant) => before.Named.Contains(tenant) && isSame(tenant);
    }
}
