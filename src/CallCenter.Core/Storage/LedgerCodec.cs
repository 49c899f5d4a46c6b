using CallCenter.Core.Encoding;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;

namespace CallCenter.Core.Storage;

/// <summary>The stored form of a chunk's records: the number of the format, then a source and its records in the order of the
/// log.</summary>
public static class LedgerCodec
{
    /// <summary>Takes a record; the content of its part.</summary>
    public delegate void RecordReader(SourceId source, LedgerRecordHead head, ReadOnlySpan<byte> record);

    /// <summary>Adds the ledgers of a log entry to the records of a chunk.</summary>
    public static void Append(VarWriter data, LogEntry entry)
    {
        if (data.Length == 0) data.Byte(StoredFormat.Newest);
        BatchCodec.ReadLedgers(entry.Batch.Span, (source, records) =>
        {
            data.Text(source.StoredKey);
            data.Blob(records);
        });
    }

    /// <summary>Reads the records of a chunk, the oldest first.</summary>
    public static void Read(ReadOnlySpan<byte> data, RecordReader read)
    {
        var r = new VarReader(data);
        StoredFormat.Read(ref r, "ledger");
        while (!r.AtEnd) ReadAll(SourceId.FromStoredKey(r.Text()), r.Part(), read);
    }

    /// <summary>Reads the records of a log entry, the oldest first.</summary>
    public static void Read(LogEntry entry, RecordReader read)
        => BatchCodec.ReadLedgers(entry.Batch.Span, (source, records) => ReadAll(source, new VarReader(records), read));

    /// <summary>The records of a chunk with other heads.</summary>
    /// <param name="headOf">The head for a record; none: the record goes.</param>
    public static byte[] Rewrite(ReadOnlySpan<byte> data, Func<SourceId, LedgerRecordHead, LedgerRecordHead?> headOf)
    {
        var w = new VarWriter(data.Length);
        w.Byte(StoredFormat.Newest);
        var r = new VarReader(data);
        StoredFormat.Read(ref r, "ledger");
        while (!r.AtEnd)
        {
            var source = SourceId.FromStoredKey(r.Text());
            w.Text(source.StoredKey);
            var records = w.BeginPart();
            for (var part = r.Part(); !part.AtEnd;) Rewrite(w, part.Blob(), head => headOf(source, head));
            w.EndPart(records);
        }
        return w.ToArray();
    }

    private static void Rewrite(VarWriter w, ReadOnlySpan<byte> record, Func<LedgerRecordHead, LedgerRecordHead?> headOf)
    {
        var content = new VarReader(record);
        if (headOf(LedgerRecordHead.Read(ref content)) is not { } head) return;
        var part = w.BeginPart();
        head.Write(w);
        w.Bytes(record[content.At..]);
        w.EndPart(part);
    }

    private static void ReadAll(SourceId source, VarReader r, RecordReader read)
    {
        while (!r.AtEnd)
        {
            var record = r.Blob();
            var content = new VarReader(record);
            read(source, LedgerRecordHead.Read(ref content), record);
        }
    }
}
