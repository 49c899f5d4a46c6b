using CallCenter.Core.Identity;
using CallCenter.Core.Storage;

namespace CallCenter.Engine.Tests;

/// <summary>Alerts of a store that does not answer.</summary>
internal sealed class FailingAlerts : IAlertStore
{
    public static readonly FailingAlerts Instance = new();

    public Task<AlertLease?> LeaseAsync(TenantId tenant, Fence held, TimeSpan duration, CancellationToken cancellationToken)
        => FailAsync<AlertLease?>();

    public Task<bool> WriteAsync(TenantId tenant, AlertWrite write, CancellationToken cancellationToken) => FailAsync<bool>();

    public Task<bool> AcknowledgeAsync(
        TenantId tenant, long id, ReadOnlyMemory<byte> acknowledgement, CancellationToken cancellationToken) => FailAsync<bool>();

    public Task<long> ReadRevisionAsync(TenantId tenant, CancellationToken cancellationToken) => FailAsync<long>();

    public Task<StoredAlerts> ReadOpenAsync(TenantId tenant, CancellationToken cancellationToken) => FailAsync<StoredAlerts>();

    public Task<StoredAlerts> ReadChangedAsync(TenantId tenant, long after, int alertsMax, CancellationToken cancellationToken)
        => FailAsync<StoredAlerts>();

    public Task<StoredAlerts> ReadBeforeAsync(TenantId tenant, long id, int alertsMax, CancellationToken cancellationToken)
        => FailAsync<StoredAlerts>();

    private static Task<T> FailAsync<T>() => Task.FromException<T>(new StoreUnavailableException("The test says so."));
}
