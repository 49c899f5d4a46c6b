using CallCenter.Core.Identity;
using CallCenter.Core.Log;

namespace CallCenter.Core.Storage;

/// <summary>Records of some sources, read the oldest first and taken the newest first. Used by one thread at a time.</summary>
/// <param name="of">The sources.</param>
public sealed class LedgerRecords(Func<SourceId, bool> of)
{
    private readonly List<(SourceId Source, LedgerRecordHead Head, byte[] Record)> _records = [];

    /// <summary>Adds the records of a log entry.</summary>
    public void Add(LogEntry entry) => LedgerCodec.Read(entry, Add);

    /// <summary>Adds the records of a chunk.</summary>
    public void Add(ReadOnlySpan<byte> data) => LedgerCodec.Read(data, Add);

    /// <summary>Hands over all added records.</summary>
    public void TakeNewestFirst(LedgerCodec.RecordReader read)
    {
        for (var i = _records.Count - 1; i >= 0; i--) read(_records[i].Source, _records[i].Head, _records[i].Record);
        _records.Clear();
    }

    private void Add(SourceId source, LedgerRecordHead head, ReadOnlySpan<byte> record)
    {
        if (of(source)) _records.Add((source, head, record.ToArray()));
    }
}
