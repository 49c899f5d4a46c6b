using CallCenter.Core.Identity;
using CallCenter.Core.Storage;

namespace CallCenter.Testing;

/// <summary>The alerts of a store that keeps none.</summary>
public sealed class EmptyAlerts : IAlertStore
{
    public static readonly EmptyAlerts Instance = new();

    private static Task<StoredAlerts> None => Task.FromResult(new StoredAlerts(0, []));

    public Task<AlertLease?> LeaseAsync(TenantId tenant, Fence held, TimeSpan duration, CancellationToken cancellationToken)
        => Task.FromResult<AlertLease?>(null);

    public Task<bool> WriteAsync(TenantId tenant, AlertWrite write, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<bool> AcknowledgeAsync(
        TenantId tenant, long id, ReadOnlyMemory<byte> acknowledgement, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<long> ReadRevisionAsync(TenantId tenant, CancellationToken cancellationToken) => Task.FromResult(0L);

    public Task<StoredAlerts> ReadOpenAsync(TenantId tenant, CancellationToken cancellationToken) => None;

    public Task<StoredAlerts> ReadChangedAsync(TenantId tenant, long after, int alertsMax, CancellationToken cancellationToken) => None;

    public Task<StoredAlerts> ReadBeforeAsync(TenantId tenant, long id, int alertsMax, CancellationToken cancellationToken) => None;
}
