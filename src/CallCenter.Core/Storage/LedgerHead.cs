using System.Buffers.Binary;
using CallCenter.Core.Encoding;
using CallCenter.Core.Identity;

namespace CallCenter.Core.Storage;

/// <summary>Which visits a chunk of the ledger has, by source: enough to pass over the chunks without a visit.</summary>
/// <param name="Hashes">Hashes of the ids of each source's visits, ascending.</param>
public sealed record LedgerHead(IReadOnlyDictionary<SourceId, uint[]> Hashes)
{
    private const int HashBytes = sizeof(uint);

    /// <summary>Whether the chunk may have a visit; false is certain.</summary>
    public bool MayHave(SourceId source, string visitId)
        => Hashes.TryGetValue(source, out var hashes) && Array.BinarySearch(hashes, HashOf(visitId)) >= 0;

    public static LedgerHead Of(IEnumerable<(SourceId Source, string VisitId)> visits)
        => new(visits.GroupBy(v => v.Source, v => HashOf(v.VisitId)).ToDictionary(of => of.Key, of => of.Distinct().Order().ToArray()));

    public ReadOnlyMemory<byte> Encode()
    {
        var w = new VarWriter(64 + HashBytes * Hashes.Values.Sum(h => h.Length));
        w.Byte(StoredFormat.Newest);
        foreach (var (source, hashes) in Hashes)
        {
            w.Text(source.StoredKey);
            var bytes = new byte[HashBytes * hashes.Length];
            for (var i = 0; i < hashes.Length; i++) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(HashBytes * i), hashes[i]);
            w.Blob(bytes);
        }
        return w.Written;
    }

    public static LedgerHead Decode(ReadOnlySpan<byte> stored)
    {
        var r = new VarReader(stored);
        StoredFormat.Read(ref r, "ledger head");
        var all = new Dictionary<SourceId, uint[]>();
        while (!r.AtEnd)
        {
            var source = SourceId.FromStoredKey(r.Text());
            var bytes = r.Blob();
            var hashes = new uint[bytes.Length / HashBytes];
            for (var i = 0; i < hashes.Length; i++) hashes[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(HashBytes * i)..]);
            all[source] = hashes;
        }
        return new LedgerHead(all);
    }

    // FNV-1a: stored, so it must be the same in all processes and versions.
    private static uint HashOf(string visitId)
    {
        var hash = 2_166_136_261;
        foreach (var b in System.Text.Encoding.UTF8.GetBytes(visitId)) hash = unchecked((hash ^ b) * 16_777_619);
        return hash;
    }
}
