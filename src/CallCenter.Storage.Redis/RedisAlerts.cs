using CallCenter.Core.Identity;
using CallCenter.Core.Storage;
using StackExchange.Redis;

namespace CallCenter.Storage.Redis;

/// <summary>The alerts of the tenants: each change is one script call.</summary>
internal sealed class RedisAlerts(
    RedisLink link, IReadOnlyList<ShardKeys> keys, ReplicaWaits replicas, RedisStoreOptions options, string node) : IAlertStore
{
    private const int FieldsOfAlert = 5;

    public async Task<AlertLease?> LeaseAsync(TenantId tenant, Fence held, TimeSpan duration, CancellationToken cancellationToken)
    {
        var shard = ShardOf(tenant);
        RedisValue[] values = [node, held.Value, (long)duration.TotalMilliseconds];
        var answer = (string[])(await link.RunAsync(
            Line.Commits, Script.AlertsLease, [.. shard.Core, shard.Alerts(tenant)], values, cancellationToken))!;
        var fence = Fields.Number(answer[0]);
        return fence == 0 ? null : new AlertLease(new Fence(fence), Fields.Number(answer[1]));
    }

    public async Task<bool> WriteAsync(TenantId tenant, AlertWrite write, CancellationToken cancellationToken)
    {
        List<RedisValue> values =
            [write.Fence.Value, write.Kept.FromId, write.Kept.CountMax, AlertsKept.GoneMax, write.Put.Count];
        foreach (var alert in write.Put) values.AddRange([alert.Id, alert.IsOpen ? 1 : 0, alert.Record]);
        values.AddRange(write.Gone.Select(id => (RedisValue)id));
        var isTaken = (int)await link.RunOnceAsync(
            Line.Commits, Script.AlertsWrite, AllKeys(tenant), [.. values], cancellationToken) == 1;
        if (isTaken) await WaitForReplicasAsync(tenant, cancellationToken);
        return isTaken;
    }

    public async Task<bool> AcknowledgeAsync(
        TenantId tenant, long id, ReadOnlyMemory<byte> acknowledgement, CancellationToken cancellationToken)
    {
        var shard = ShardOf(tenant);
        RedisKey[] named = [.. shard.Core, shard.Alerts(tenant), shard.Alerts(tenant, "records"), shard.Alerts(tenant, "revisions")];
        var isTaken = (int)await link.RunOnceAsync(
            Line.Commits, Script.AlertsAcknowledge, named, [id, acknowledgement], cancellationToken) == 1;
        if (isTaken) await WaitForReplicasAsync(tenant, cancellationToken);
        return isTaken;
    }

    public async Task<long> ReadRevisionAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var key = ShardOf(tenant).Alerts(tenant);
        var revision = await link.AskAsync(Line.Bulk, db => db.HashGetAsync(key, "revision", CommandFlags.DemandMaster), cancellationToken);
        return revision.IsNull ? 0 : Fields.Number(revision.ToString());
    }

    public Task<StoredAlerts> ReadOpenAsync(TenantId tenant, CancellationToken cancellationToken)
        => ReadAsync(tenant, ["open"], cancellationToken);

    public Task<StoredAlerts> ReadChangedAsync(TenantId tenant, long after, int alertsMax, CancellationToken cancellationToken)
        => ReadAsync(tenant, ["changed", after, alertsMax], cancellationToken);

    public Task<StoredAlerts> ReadBeforeAsync(TenantId tenant, long id, int alertsMax, CancellationToken cancellationToken)
        => ReadAsync(tenant, ["before", id, alertsMax], cancellationToken);

    private async Task<StoredAlerts> ReadAsync(TenantId tenant, RedisValue[] values, CancellationToken cancellationToken)
    {
        var answer = (RedisValue[])(await link.RunAsync(
            Line.Bulk, Script.AlertsRead, AllKeys(tenant), values, cancellationToken))!;
        return new StoredAlerts(Fields.Number(answer[0].ToString()), [.. answer.Skip(1).Chunk(FieldsOfAlert).Select(Read)]);
    }

    private static StoredAlert Read(RedisValue[] fields) => new(
        Fields.Number(fields[0].ToString()), Fields.Number(fields[1].ToString()), fields[2] == "1", (byte[]?)fields[3] ?? [],
        (byte[]?)fields[4] ?? []);

    private Task WaitForReplicasAsync(TenantId tenant, CancellationToken cancellationToken)
        => options.Replicas > 0 ? replicas.WaitAsync(ShardOf(tenant), cancellationToken) : Task.CompletedTask;

    private RedisKey[] AllKeys(TenantId tenant)
    {
        var shard = ShardOf(tenant);
        return
        [
            .. shard.Core, shard.Alerts(tenant), shard.Alerts(tenant, "records"), shard.Alerts(tenant, "ids"),
            shard.Alerts(tenant, "revisions"), shard.Alerts(tenant, "open"),
        ];
    }

    private ShardKeys ShardOf(TenantId tenant) => keys[Sharding.ShardOf(tenant, keys.Count)];
}
