using CallCenter.Core.Identity;
using CallCenter.Core.Storage;

namespace CallCenter.Storage.Embedded;

/// <summary>The table of the ledger; each method is a few statements. Used under the store's lock.</summary>
internal sealed class LedgerTable(Statements sql)
{
    private const string Table = "ledger";
    private const string HeadSeal = "ledger head";

    public void Write(LedgerChunk chunk)
    {
        var (position, doneTo) = (chunk.Position.Minor, chunk.DoneTo.UnixMs);
        var size = (long)chunk.Head.Length + chunk.Data.Length;
        sql.Run("INSERT OR REPLACE INTO ledger VALUES ($1, $2, $3, $4, $5, $6, $7)", position, doneTo, size,
            chunk.Head.ToArray(), sql.SealOf(HeadSeal, "", [position], chunk.Head.Span),
            chunk.Data.ToArray(), sql.SealOf(Table, "", [position], chunk.Data.Span));
    }

    /// <summary>Deletes the oldest chunks beyond the limits.</summary>
    public void Trim(LedgerKept kept)
    {
        sql.Run("DELETE FROM ledger WHERE position < (SELECT ifnull(min(position), $2) FROM ledger WHERE done_to >= $1)",
            kept.From.UnixMs, long.MaxValue);
        sql.Run("""
            DELETE FROM ledger WHERE position IN (
                SELECT position FROM (SELECT position, sum(size) OVER (ORDER BY position DESC) AS newer FROM ledger) WHERE newer > $1)
            """, kept.BytesMax);
    }

    public IReadOnlyList<LedgerChunkHead> ReadHeads(LogPosition before, int chunksMax)
    {
        var heads = new List<LedgerChunkHead>();
        using var r = sql.Query(
            "SELECT position, head, head_seal, done_to FROM ledger WHERE position < $1 ORDER BY position DESC LIMIT $2",
            before.Minor, chunksMax);
        while (r.Read())
        {
            var (position, head) = (r.GetInt64(0), r.GetFieldValue<byte[]>(1));
            sql.Check(r.GetInt64(2), HeadSeal, "", [position], head);
            heads.Add(new LedgerChunkHead(new LogPosition(0, position), head, new Instant(r.GetInt64(3))));
        }
        return heads;
    }

    public byte[]? Read(LogPosition position)
    {
        using var r = sql.Query("SELECT data, seal FROM ledger WHERE position = $1", position.Minor);
        if (!r.Read()) return null;
        var data = r.GetFieldValue<byte[]>(0);
        sql.Check(r.GetInt64(1), Table, "", [position.Minor], data);
        return data;
    }

    /// <returns>Whether the chunk is there.</returns>
    public bool Rewrite(LogPosition position, ReadOnlyMemory<byte> data)
        => sql.Run("UPDATE ledger SET size = size - length(data) + $2, data = $3, seal = $4 WHERE position = $1",
            position.Minor, (long)data.Length, data.ToArray(), sql.SealOf(Table, "", [position.Minor], data.Span)) > 0;
}
