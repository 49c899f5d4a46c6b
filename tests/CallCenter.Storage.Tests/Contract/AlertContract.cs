using CallCenter.Core.Identity;
using CallCenter.Core.Storage;

namespace CallCenter.Storage.Tests.Contract;

// The alerts: written under a lease, acknowledged by anybody, read by state, change and age.
public abstract partial class MetricStoreContract
{
    private static readonly TenantId Acme = new("acme");
    private static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(1);

    [StoreFact]
    public async Task An_unused_alert_log_is_empty()
    {
        Assert.Equal(0, await Store.Alerts.ReadRevisionAsync(Acme, default));
        var open = await Store.Alerts.ReadOpenAsync(Acme, default);
        Assert.Equal((0, 0), (open.Revision, open.Alerts.Count));
        Assert.Empty((await Store.Alerts.ReadBeforeAsync(Acme, long.MaxValue, 10, default)).Alerts);
        Assert.False(await Store.Alerts.AcknowledgeAsync(Acme, 1, new byte[] { 1 }, default));
    }

    [StoreFact]
    public async Task Alerts_are_read_as_they_were_written_by_state_change_and_age()
    {
        var fence = await LeaseAlertsAsync(Store);
        Assert.True(await PutAsync(Store, fence, OpenAlert(10), OpenAlert(11), ClearedAlert(12)));
        Assert.True(await PutAsync(Store, fence, ClearedAlert(10)));

        Assert.Equal([11L], Ids(await Other.Alerts.ReadOpenAsync(Acme, default)));
        Assert.Equal([12L, 11], Ids(await Other.Alerts.ReadBeforeAsync(Acme, long.MaxValue, 2, default)));
        Assert.Equal([10L], Ids(await Other.Alerts.ReadBeforeAsync(Acme, 11, 2, default)));
        var changed = await Other.Alerts.ReadChangedAsync(Acme, 0, 10, default);
        Assert.Equal([11L, 12, 10], Ids(changed));
        Assert.Equal(changed.Revision, changed.Alerts[^1].Revision);
        Assert.Equal(changed.Revision, await Other.Alerts.ReadRevisionAsync(Acme, default));
        Assert.Equal([10L], Ids(await Other.Alerts.ReadChangedAsync(Acme, changed.Alerts[1].Revision, 10, default)));
        Assert.Equal([11L], Ids(await Other.Alerts.ReadChangedAsync(Acme, 0, 1, default)));
        Assert.Equal((false, "3-10"), (changed.Alerts[2].IsOpen, string.Join('-', changed.Alerts[2].Record.ToArray())));
        Assert.True(changed.Alerts[0].IsOpen && changed.Alerts[0].Acknowledgement.IsEmpty);
    }

    [StoreFact]
    public async Task Tenants_have_alerts_of_their_own()
    {
        Assert.True(await PutAsync(Store, await LeaseAlertsAsync(Store), OpenAlert(10)));

        Assert.Empty((await Store.Alerts.ReadOpenAsync(TenantId.Default, default)).Alerts);
        Assert.False(await Store.Alerts.AcknowledgeAsync(TenantId.Default, 10, new byte[] { 1 }, default));
    }

    [StoreFact]
    public async Task A_write_without_the_newest_fence_is_refused()
    {
        var older = await LeaseAlertsAsync(Store);
        var newer = await LeaseAlertsAsync(Store);

        Assert.True(newer.Value > older.Value);
        Assert.False(await PutAsync(Store, older, OpenAlert(10)));
        Assert.False(await PutAsync(Store, Fence.None, OpenAlert(10)));
        Assert.Empty((await Store.Alerts.ReadOpenAsync(Acme, default)).Alerts);
        Assert.True(await PutAsync(Store, newer, OpenAlert(10)));
    }

    [StoreFact]
    public async Task A_lease_is_extended_under_its_fence_and_names_the_largest_id()
    {
        var fence = await LeaseAlertsAsync(Store);
        Assert.True(await PutAsync(Store, fence, OpenAlert(20), OpenAlert(10)));
        Assert.True(await WriteAsync(Store, new AlertWrite(fence, [], [20], AllAlertsKept)));

        var extended = await Store.Alerts.LeaseAsync(Acme, fence, LeaseTime, default);

        Assert.Equal(new AlertLease(fence, 20), extended);
        Assert.Equal([10L], Ids(await Store.Alerts.ReadOpenAsync(Acme, default)));
    }

    [StoreFact]
    public async Task An_alert_is_acknowledged_once_and_keeps_it()
    {
        var fence = await LeaseAlertsAsync(Store);
        Assert.True(await PutAsync(Store, fence, OpenAlert(10)));
        var before = await Store.Alerts.ReadRevisionAsync(Acme, default);

        Assert.True(await Other.Alerts.AcknowledgeAsync(Acme, 10, new byte[] { 7 }, default));
        Assert.False(await Other.Alerts.AcknowledgeAsync(Acme, 10, new byte[] { 8 }, default));
        var acknowledged = Assert.Single((await Store.Alerts.ReadChangedAsync(Acme, before, 10, default)).Alerts);
        Assert.True(await PutAsync(Store, fence, ClearedAlert(10)));

        Assert.Equal([7], acknowledged.Acknowledgement.ToArray());
        var alert = Assert.Single((await Store.Alerts.ReadBeforeAsync(Acme, long.MaxValue, 10, default)).Alerts);
        Assert.Equal((false, "7"), (alert.IsOpen, string.Join('-', alert.Acknowledgement.ToArray())));
        Assert.True(alert.Revision > acknowledged.Revision);
    }

    [StoreFact]
    public async Task Cleared_alerts_beyond_what_is_kept_go_the_oldest_first_and_open_ones_stay()
    {
        var fence = await LeaseAlertsAsync(Store);
        Assert.True(await PutAsync(Store, fence, [OpenAlert(10), .. Enumerable.Range(11, 6).Select(i => ClearedAlert(i))]));

        Assert.True(await WriteAsync(Store, new AlertWrite(fence, [], [], new AlertsKept(13, 100))));
        Assert.Equal([16L, 15, 14, 13, 10], Ids(await Store.Alerts.ReadBeforeAsync(Acme, long.MaxValue, 10, default)));
        Assert.True(await WriteAsync(Store, new AlertWrite(fence, [], [], new AlertsKept(0, 2))));
        Assert.Equal([16L, 15, 10], Ids(await Store.Alerts.ReadBeforeAsync(Acme, long.MaxValue, 10, default)));
        Assert.Equal([10L, 15, 16], Ids(await Store.Alerts.ReadChangedAsync(Acme, 0, 10, default)));
    }

    private static readonly AlertsKept AllAlertsKept = new(0, int.MaxValue);

    private static async Task<Fence> LeaseAlertsAsync(IMetricStore store)
        => (await store.Alerts.LeaseAsync(Acme, Fence.None, LeaseTime, default))!.Value.Fence;

    private static Task<bool> PutAsync(IMetricStore store, Fence fence, params IReadOnlyList<StoredAlert> alerts)
        => WriteAsync(store, new AlertWrite(fence, alerts, [], AllAlertsKept));

    private static Task<bool> WriteAsync(IMetricStore store, AlertWrite write) => store.Alerts.WriteAsync(Acme, write, default);

    private static IEnumerable<long> Ids(StoredAlerts alerts) => alerts.Alerts.Select(alert => alert.Id);

    private static StoredAlert OpenAlert(long id) => new(id, 0, true, new byte[] { 2, (byte)id }, default);

    private static StoredAlert ClearedAlert(long id) => new(id, 0, false, new byte[] { 3, (byte)id }, default);
}
