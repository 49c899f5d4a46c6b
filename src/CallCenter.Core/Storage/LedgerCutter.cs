using CallCenter.Core.Encoding;
using CallCenter.Core.Identity;

namespace CallCenter.Core.Storage;

/// <summary>Cuts the records in a stretch of a shard's log into chunks. Used by one thread at a time.</summary>
public sealed class LedgerCutter
{
    // Reading one visit reads its chunk.
    private const int ChunkBytes = 256 * 1024;

    private readonly VarWriter _data = new(4096);
    private readonly List<(LogPosition Position, byte[] Data)> _pieces = [];
    private LogPosition _position;

    /// <summary>The erasures in the stretch. The chunks do not have the erased ids; older chunks may.</summary>
    public LedgerErasures Erasures { get; } = new();

    /// <summary>Adds the next entry of the log.</summary>
    public void Add(LogEntry entry)
    {
        LedgerCodec.Append(_data, entry);
        _position = entry.Position;
        if (_data.Length >= ChunkBytes) Cut();
    }

    /// <summary>The chunks of all added entries; entries without a finished visit leave none.</summary>
    public IReadOnlyList<LedgerChunk> Finish()
    {
        Cut();
        return [.. _pieces.Select(p => ChunkOf(p.Position, Erase(p.Data))).OfType<LedgerChunk>()];
    }

    private byte[] Erase(byte[] data) => Erasures.IsEmpty ? data : Erasures.Apply(data) ?? data;

    private void Cut()
    {
        if (_data.Length == 0) return;
        Erasures.Note(_data.Written.Span);
        _pieces.Add((_position, _data.ToArray()));
        _data.Clear();
    }

    private static LedgerChunk? ChunkOf(LogPosition position, byte[] data)
    {
        var visits = new List<(SourceId, string)>();
        var doneTo = Instant.MinValue;
        LedgerCodec.Read(data, (source, head, _) =>
        {
            visits.Add((source, head.VisitId));
            doneTo = Instant.Max(doneTo, head.DoneAt);
        });
        return visits.Count == 0 ? null : new LedgerChunk(position, doneTo, LedgerHead.Of(visits).Encode(), data);
    }
}
