namespace CallCenter.Core.Floor;

/// <summary>A limit of a tenant, and the part of it that a source may use: what other sources leave.</summary>
/// <param name="Left">How many this source may have; below 0 when the others have more than the limit.</param>
public readonly record struct TenantShare(int Left, int Max)
{
    public static readonly TenantShare Unlimited = new(int.MaxValue, int.MaxValue);

    /// <param name="used">How many all sources of the tenant have.</param>
    /// <param name="own">How many of these are the source's.</param>
    public static TenantShare Of(int max, long used, long own) => new((int)Math.Clamp(max - (used - own), int.MinValue, max), max);
}

/// <summary>What the limits of its tenant leave to a source.</summary>
/// <param name="Path">Where the tenant's limits are set.</param>
public sealed record TenantRoom(TenantShare Visits, TenantShare Agents, TenantShare Rows, string Path)
{
    public static readonly TenantRoom Unlimited = new(TenantShare.Unlimited, TenantShare.Unlimited, TenantShare.Unlimited, "");
}
