using System.Runtime.InteropServices;
using CallCenter.Core.Identity;
using CallCenter.Core.Storage;

namespace CallCenter.Storage.Embedded;

/// <summary>The tables of the archive; each method is a few statements. Used under the store's lock.</summary>
internal sealed class ArchiveTable(Statements sql)
{
    private const string Blocks = "archive", Extents = "archived";

    public void Write(ArchiveBlock block)
    {
        var (source, level, end) = (block.Source.StoredKey, (long)block.Level, (long)block.End);
        var bytes = MemoryMarshal.TryGetArray(block.Bytes, out var part) && part.Count == part.Array!.Length
            ? part.Array : block.Bytes.ToArray();
        sql.Run("INSERT OR REPLACE INTO archive VALUES ($1, $2, $3, $4, $5)",
            source, level, end, bytes, sql.SealOf(Blocks, source, [level, end], bytes));
    }

    /// <summary>Writes what is archived of a source, and deletes its oldest blocks.</summary>
    public void Write(ArchiveExtent extent, ArchiveKept kept)
    {
        var (source, from, to) = (extent.Source.StoredKey, (long)extent.From, (long)extent.To);
        sql.Run("INSERT OR REPLACE INTO archived VALUES ($1, $2, $3, $4)", source, from, to,
            sql.SealOf(Extents, source, [from, to], default));
        sql.Run("DELETE FROM archive WHERE source = $1 AND level = $2 AND end_at <= $3",
            source, (long)ArchiveLevel.Hour, (long)kept.HoursFrom);
        sql.Run("DELETE FROM archive WHERE source = $1 AND level = $2 AND end_at <= $3",
            source, (long)ArchiveLevel.Day, (long)kept.DaysFrom);
    }

    public IReadOnlyList<ArchiveExtent> ReadExtents()
    {
        var extents = new List<ArchiveExtent>();
        using var r = sql.Query("SELECT source, archived_from, archived_to, seal FROM archived");
        while (r.Read())
        {
            var (source, from, to) = (r.GetString(0), r.GetInt64(1), r.GetInt64(2));
            sql.Check(r.GetInt64(3), Extents, source, [from, to], default);
            extents.Add(new ArchiveExtent(SourceId.FromStoredKey(source), (uint)from, (uint)to));
        }
        return extents;
    }

    public IReadOnlyList<ArchiveBlock> Read(SourceId source, ArchiveLevel level, uint after, uint to)
    {
        var blocks = new List<ArchiveBlock>();
        using var r = sql.Query(
            "SELECT end_at, bytes, seal FROM archive WHERE source = $1 AND level = $2 AND end_at > $3 AND end_at <= $4 ORDER BY end_at",
            source.StoredKey, (long)level, (long)after, (long)to);
        while (r.Read())
        {
            var (end, bytes) = (r.GetInt64(0), r.GetFieldValue<byte[]>(1));
            sql.Check(r.GetInt64(2), Blocks, source.StoredKey, [(long)level, end], bytes);
            blocks.Add(new ArchiveBlock(source, level, (uint)end, bytes));
        }
        return blocks;
    }
}
