using CallCenter.Core.Identity;
using CallCenter.Core.Log;

namespace CallCenter.Core.Storage;

/// <summary>Looks for the newest records of some visits of a source: first in the end of the log, then in chunks, the newest first. Used
/// by one thread at a time.</summary>
public sealed class LedgerLookup(SourceId source, IEnumerable<string> visitIds)
{
    private readonly HashSet<string> _missing = [.. visitIds];
    private readonly Dictionary<string, byte[]> _found = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> _newest = new(StringComparer.Ordinal);

    /// <summary>The contents of the records found so far, by visit.</summary>
    public IReadOnlyDictionary<string, byte[]> Found => _found;

    public bool IsDone => _missing.Count == 0;

    /// <summary>Whether the chunk of this head may have a visit that is missing.</summary>
    public bool MayBeIn(LedgerHead head) => _missing.Any(id => head.MayHave(source, id));

    /// <summary>Reads the next entry of the log after all chunks.</summary>
    public void Read(LogEntry entry) => LedgerCodec.Read(entry, Note);

    /// <summary>Ends the log. Its records are newer than those of all chunks.</summary>
    public void EndLog() => Settle();

    /// <summary>Reads the next older chunk.</summary>
    public void Read(ReadOnlySpan<byte> data)
    {
        LedgerCodec.Read(data, Note);
        Settle();
    }

    private void Note(SourceId of, LedgerRecordHead head, ReadOnlySpan<byte> record)
    {
        if (head.Kind != LedgerRecordKind.FinishedVisit || of != source || !_missing.Contains(head.VisitId)) return;
        _newest[head.VisitId] = record.ToArray();
    }

    private void Settle()
    {
        foreach (var (id, record) in _newest)
        {
            _found[id] = record;
            _missing.Remove(id);
        }
        _newest.Clear();
    }
}
