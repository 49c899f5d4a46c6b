using CallCenter.Core.Identity;
using CallCenter.Core.Settings;

namespace CallCenter.Engine.Settings;

/// <summary>The settings that are in force. Safe for several threads.</summary>
public sealed class CurrentSettings(SettingsOfTenants first)
{
    private readonly Lock _lock = new(); // Guards changes and the field below.
    private readonly Dictionary<TenantId, CancellationTokenSource> _watched = [];
    private volatile SettingsOfTenants _all = first;

    /// <summary>Those without configuration.</summary>
    public static CurrentSettings Standard => new(SettingsOfTenants.Standard);

    /// <summary>Those of now.</summary>
    public SettingsOfTenants All => _all;

    public TenantSettings Of(TenantId tenant) => _all.Of(tenant);

    /// <summary>Cancelled when others are in force for the tenant. Ask before <see cref="Of"/>, so that no change is missed.</summary>
    public CancellationToken ChangeOf(TenantId tenant)
    {
        lock (_lock)
        {
            if (!_watched.TryGetValue(tenant, out var change)) _watched.Add(tenant, change = new CancellationTokenSource());
            return change.Token;
        }
    }

    /// <summary>Puts others in force.</summary>
    /// <param name="isSame">As in <see cref="SettingsOfTenants.After"/>.</param>
    public void Replace(SettingsOfTenants next, Func<TenantId?, bool> isSame)
    {
        List<CancellationTokenSource> changed;
        lock (_lock)
        {
            var before = _all;
            _all = next.After(before, isSame);
            var tenants = _watched.Keys.Where(tenant => !ReferenceEquals(before.Of(tenant), _all.Of(tenant))).ToList();
            changed = [.. tenants.Select(tenant => _watched[tenant])];
            foreach (var tenant in tenants) _watched.Remove(tenant);
        }
        foreach (var change in changed) change.Cancel();
    }
}
