using CallCenter.Core.Measures;

namespace CallCenter.Core.Storage;

/// <summary>Makes the block of a day from those of its hours.</summary>
public static class ArchiveMerge
{
    /// <summary>The block of a span.</summary>
    /// <param name="blocks">Of one source, within the span; hours without one counted nothing.</param>
    public static ReadOnlyMemory<byte> Merge(uint start, uint end, IEnumerable<ReadOnlyMemory<byte>> blocks)
    {
        var rows = new Rows();
        foreach (var block in blocks)
        {
            var (from, to) = ArchiveCodec.SpanOf(block.Span);
            (rows.IsFirst, rows.IsLast) = (from == start, to == end);
            ArchiveCodec.Read(block.Span, rows);
        }
        return ArchiveCodec.Encode(start, end, rows.All.Where(row => !row.IsEmpty));
    }

    private sealed class Rows : IArchiveReader
    {
        private readonly Dictionary<RowKey, ArchiveRow> _byKey = [];
        private ArchiveRow _row = new(new RowKey(default));

        public IEnumerable<ArchiveRow> All => _byKey.Values;

        // Whether the block begins, or ends, where the span does.
        public bool IsFirst { get; set; }
        public bool IsLast { get; set; }

        public bool ReadsBuckets => true;

        public bool Reads(RowKind kind) => true;

        // A key that retired and came again has two rows.
        public bool Begin(RowKey key)
        {
            if (!_byKey.TryGetValue(key, out var row)) _byKey.Add(key, row = new ArchiveRow(key));
            _row = row;
            return true;
        }

        public void Add(Measure measure, long value) => _row.Add(measure, value);

        public void Add(Measure gauge, StateInSpan state)
            => _row.Add(gauge, new StateInSpan(IsFirst ? state.AtStart : 0, IsLast ? state.AtEnd : 0, state.Ms));
    }
}
