using CallCenter.Core.Identity;

namespace CallCenter.Core.Storage;

/// <summary>The alerts of tenants. Written by the one node that has the lease of the tenant, and acknowledged by any. The errors of
/// <see cref="IMetricStore"/>.</summary>
public interface IAlertStore
{
    /// <summary>Asks for the right to write a tenant's alerts, or for more of it.</summary>
    /// <param name="held">The fence of the lease that is to be extended; <see cref="Fence.None"/>, or one that is not in force any more,
    /// begins a new one.</param>
    /// <returns>Null while another node has it.</returns>
    Task<AlertLease?> LeaseAsync(TenantId tenant, Fence held, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Writes all of it, atomically; false when the fence is not the newest.</summary>
    Task<bool> WriteAsync(TenantId tenant, AlertWrite write, CancellationToken cancellationToken);

    /// <summary>Adds an acknowledgement to an alert; false when it is not there, or has one.</summary>
    /// <param name="acknowledgement">Its stored form; not empty.</param>
    Task<bool> AcknowledgeAsync(TenantId tenant, long id, ReadOnlyMemory<byte> acknowledgement, CancellationToken cancellationToken);

    /// <summary>The revision of the last change; 0 before the first.</summary>
    Task<long> ReadRevisionAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>Reads the alerts that are open, by their ids.</summary>
    Task<StoredAlerts> ReadOpenAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>Reads at most <paramref name="alertsMax"/> alerts whose last change is after a revision, in the order of these
    /// changes.</summary>
    Task<StoredAlerts> ReadChangedAsync(TenantId tenant, long after, int alertsMax, CancellationToken cancellationToken);

    /// <summary>Reads at most <paramref name="alertsMax"/> alerts with ids below one, the largest first.</summary>
    Task<StoredAlerts> ReadBeforeAsync(TenantId tenant, long id, int alertsMax, CancellationToken cancellationToken);
}

/// <summary>The right to write a tenant's alerts for a time.</summary>
/// <param name="Fence">Larger than that of every lease before.</param>
/// <param name="LastId">The largest id that was ever written; 0 before the first.</param>
public readonly record struct AlertLease(Fence Fence, long LastId);

/// <summary>A stored alert.</summary>
/// <param name="Revision">Of its last change; not read when it is written.</param>
/// <param name="IsOpen">Whether it is not cleared.</param>
/// <param name="Acknowledgement">Empty: none. Not read when it is written.</param>
public sealed record StoredAlert(
    long Id, long Revision, bool IsOpen, ReadOnlyMemory<byte> Record, ReadOnlyMemory<byte> Acknowledgement);

/// <summary>Alerts of one moment.</summary>
/// <param name="Revision">Of the last change of any alert of the tenant.</param>
public sealed record StoredAlerts(long Revision, IReadOnlyList<StoredAlert> Alerts);

/// <summary>What is written at a time.</summary>
/// <param name="Put">Each gets the next revision.</param>
/// <param name="Gone">Ids to delete.</param>
public sealed record AlertWrite(Fence Fence, IReadOnlyList<StoredAlert> Put, IReadOnlyList<long> Gone, AlertsKept Kept);

/// <summary>How many alerts that are cleared a tenant keeps. Each write deletes some of those beyond.</summary>
/// <param name="FromId">Those with smaller ids go.</param>
/// <param name="CountMax">Beyond this number the oldest go.</param>
public readonly record struct AlertsKept(long FromId, int CountMax)
{
    public const int Days = 400, Count = 10_000;

    /// <summary>Maximum number of deleted alerts of one write.</summary>
    public const int GoneMax = 100;

    /// <summary>Ids are times in milliseconds or a little more.</summary>
    public static AlertsKept At(Instant now) => new((now - TimeSpan.FromDays(Days)).UnixMs, Count);
}
