using CallCenter.Core.Identity;
using CallCenter.Core.Storage;
using Microsoft.Data.Sqlite;

namespace CallCenter.Storage.Embedded;

/// <summary>The tables of the alerts; each method is a few statements. Used under the store's lock.</summary>
internal sealed class AlertTable(Statements sql, TimeProvider time)
{
    private const string Table = "alert", Acknowledged = "alert acknowledgement", Heads = "alerts";
    private const string Columns = "SELECT id, revision, open, record, seal, ack, ack_seal FROM alert";

    public (long Revision, long LastId) ReadHead(TenantId tenant)
    {
        using var r = sql.Query("SELECT revision, last_id, seal FROM alerts WHERE tenant = $1", tenant.Value);
        if (!r.Read()) return default;
        sql.Check(r.GetInt64(2), Heads, tenant.Value, [r.GetInt64(0), r.GetInt64(1)], default);
        return (r.GetInt64(0), r.GetInt64(1));
    }

    public void Write(TenantId tenant, AlertWrite write)
    {
        var (revision, lastId) = ReadHead(tenant);
        foreach (var alert in write.Put)
        {
            revision = After(revision);
            lastId = Math.Max(lastId, alert.Id);
            var (id, isOpen, record) = (alert.Id, alert.IsOpen ? 1L : 0, alert.Record);
            sql.Run("""
                INSERT INTO alert VALUES ($1, $2, $3, $4, $5, $6, x'', 0)
                ON CONFLICT (tenant, id) DO UPDATE SET revision = $3, open = $4, record = $5, seal = $6
                """, tenant.Value, id, revision, isOpen, record.ToArray(),
                sql.SealOf(Table, tenant.Value, [id, isOpen], record.Span));
        }
        foreach (var id in write.Gone) sql.Run("DELETE FROM alert WHERE tenant = $1 AND id = $2", tenant.Value, id);
        Trim(tenant, write.Kept);
        WriteHead(tenant, revision, lastId);
    }

    /// <returns>Whether the alert is there without one.</returns>
    public bool Acknowledge(TenantId tenant, long id, ReadOnlyMemory<byte> acknowledgement)
    {
        var (revision, lastId) = ReadHead(tenant);
        revision = After(revision);
        var changed = sql.Run("UPDATE alert SET revision = $3, ack = $4, ack_seal = $5 WHERE tenant = $1 AND id = $2 AND ack = x''",
            tenant.Value, id, revision, acknowledgement.ToArray(), sql.SealOf(Acknowledged, tenant.Value, [id], acknowledgement.Span));
        if (changed > 0) WriteHead(tenant, revision, lastId);
        return changed > 0;
    }

    public StoredAlerts ReadOpen(TenantId tenant)
    {
        using var r = sql.Query($"{Columns} WHERE tenant = $1 AND open = 1 ORDER BY id", tenant.Value);
        return Read(tenant, r);
    }

    public StoredAlerts ReadChanged(TenantId tenant, long after, int alertsMax)
    {
        using var r = sql.Query(
            $"{Columns} WHERE tenant = $1 AND revision > $2 ORDER BY revision LIMIT $3", tenant.Value, after, alertsMax);
        return Read(tenant, r);
    }

    public StoredAlerts ReadBefore(TenantId tenant, long id, int alertsMax)
    {
        using var r = sql.Query($"{Columns} WHERE tenant = $1 AND id < $2 ORDER BY id DESC LIMIT $3", tenant.Value, id, alertsMax);
        return Read(tenant, r);
    }

    private StoredAlerts Read(TenantId tenant, SqliteDataReader r)
    {
        var alerts = new List<StoredAlert>();
        while (r.Read())
        {
            var (id, isOpen, record, ack) = (r.GetInt64(0), r.GetInt64(2), r.GetFieldValue<byte[]>(3), r.GetFieldValue<byte[]>(5));
            sql.Check(r.GetInt64(4), Table, tenant.Value, [id, isOpen], record);
            if (ack.Length > 0) sql.Check(r.GetInt64(6), Acknowledged, tenant.Value, [id], ack);
            alerts.Add(new StoredAlert(id, r.GetInt64(1), isOpen != 0, record, ack));
        }
        return new StoredAlerts(ReadHead(tenant).Revision, alerts);
    }

    private void Trim(TenantId tenant, AlertsKept kept)
    {
        sql.Run("""
            DELETE FROM alert WHERE tenant = $1 AND id IN (
                SELECT id FROM alert WHERE tenant = $1 AND open = 0 AND id < $2 ORDER BY id LIMIT $3)
            """, tenant.Value, kept.FromId, AlertsKept.GoneMax);
        sql.Run("""
            DELETE FROM alert WHERE tenant = $1 AND id IN (
                SELECT id FROM alert WHERE tenant = $1 AND open = 0 ORDER BY id
                LIMIT min($3, max(0, (SELECT count(*) FROM alert WHERE tenant = $1 AND open = 0) - $2)))
            """, tenant.Value, kept.CountMax, AlertsKept.GoneMax);
    }

    private void WriteHead(TenantId tenant, long revision, long lastId)
        => sql.Run("INSERT OR REPLACE INTO alerts VALUES ($1, $2, $3, $4)",
            tenant.Value, revision, lastId, sql.SealOf(Heads, tenant.Value, [revision, lastId], default));

    private long After(long revision) => Math.Max(revision + 1, time.GetUtcNow().ToUnixTimeMilliseconds());
}
