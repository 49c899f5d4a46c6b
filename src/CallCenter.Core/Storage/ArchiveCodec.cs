using CallCenter.Core.Encoding;
using CallCenter.Core.Events;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Storage;

/// <summary>Takes the rows of an archive block, one after the other.</summary>
public interface IArchiveReader
{
    /// <summary>Whether buckets of histograms are read.</summary>
    bool ReadsBuckets { get; }

    /// <summary>Whether rows of a kind are read.</summary>
    bool Reads(RowKind kind);

    /// <summary>Begins a row; false: its counts are not read.</summary>
    bool Begin(RowKey key);

    /// <summary>A sum, or a bucket of a histogram.</summary>
    void Add(Measure measure, long value);

    /// <param name="gauge">By its number.</param>
    void Add(Measure gauge, StateInSpan state);
}

/// <summary>
/// The stored form of what one source counted in a span. It has all that is needed to read it: retired rows are in it with their
/// dimensions, and it is deleted without a look at any other. Layout: number of the format; start and end in seconds; the texts of the
/// rows, each once; then the rows, each with a length: kind, channel, direction, a mask of the set dimensions with the numbers of their
/// texts, sums, states, and the buckets of histograms, which most readers skip. Each of these lists has its length.
/// </summary>
public static class ArchiveCodec
{
    private const int Texts = 12;

    public static ReadOnlyMemory<byte> Encode(uint start, uint end, IEnumerable<ArchiveRow> rows)
    {
        var (texts, body) = (new Dictionary<string, int>(StringComparer.Ordinal), new VarWriter(4096));
        foreach (var row in rows)
        {
            var part = body.BeginPart();
            WriteKey(body, row.Key, texts);
            WriteSums(body, row.Sums.Where(sum => !sum.Key.IsBucket()));
            WriteStates(body, row.States);
            WriteSums(body, row.Sums.Where(sum => sum.Key.IsBucket()));
            body.EndPart(part);
        }
        var w = new VarWriter(body.Length + 1024);
        w.Byte(StoredFormat.Newest);
        w.Unsigned(start);
        w.Unsigned(end);
        var table = w.BeginPart();
        foreach (var text in texts.Keys) w.Text(text);
        w.EndPart(table);
        w.Bytes(body.Written.Span);
        return w.ToArray();
    }

    /// <summary>Start and end of a block's span in seconds since 1970.</summary>
    public static (uint Start, uint End) SpanOf(ReadOnlySpan<byte> block)
    {
        var r = new VarReader(block);
        StoredFormat.Read(ref r, "archive block");
        return ((uint)r.Unsigned(), (uint)r.Unsigned());
    }

    public static void Read(ReadOnlySpan<byte> block, IArchiveReader reader)
    {
        var r = new VarReader(block);
        StoredFormat.Read(ref r, "archive block");
        r.Skip(2);
        var texts = new List<string>();
        for (var table = r.Part(); !table.AtEnd;) texts.Add(table.Text());
        while (!r.AtEnd) ReadRow(r.Part(), texts, reader);
    }

    private static void ReadRow(VarReader r, List<string> texts, IArchiveReader reader)
    {
        var kind = (RowKind)r.Byte();
        if (!reader.Reads(kind) || !reader.Begin(ReadKey(ref r, kind, texts))) return;
        ReadSums(r.Part(), reader);
        ReadStates(r.Part(), reader);
        if (reader.ReadsBuckets) ReadSums(r.Part(), reader);
    }

    private static void WriteKey(VarWriter w, RowKey key, Dictionary<string, int> texts)
    {
        w.Byte((byte)key.Kind);
        w.Byte((byte)(key.Channel ?? 0));
        w.Byte((byte)(key.Direction ?? 0));
        string[] all =
        [
            key.Queue, key.Agent, key.Team, key.Seniority, key.CustomerTier, key.IssueType, key.Complexity, key.CustomerSegment,
            key.Priority, key.Language, key.Reason, key.Tags,
        ];
        var mask = 0;
        for (var i = 0; i < Texts; i++) mask |= all[i].Length > 0 ? 1 << i : 0;
        w.Count(mask);
        foreach (var text in all.Where(text => text.Length > 0))
        {
            if (!texts.TryGetValue(text, out var number)) texts.Add(text, number = texts.Count);
            w.Count(number);
        }
    }

    private static RowKey ReadKey(ref VarReader r, RowKind kind, List<string> texts)
    {
        var (channel, direction, mask) = ((Channel)r.Byte(), (Direction)r.Byte(), r.Count());
        var all = new string[Texts];
        for (var i = 0; i < Texts; i++) all[i] = (mask & (1 << i)) == 0 ? "" : TextOf(r.Count(), texts);
        // Dimensions of a newer version.
        for (mask >>= Texts; mask != 0; mask &= mask - 1) r.Skip(1);
        return new RowKey(kind)
        {
            Channel = channel == 0 ? null : channel,
            Direction = direction == 0 ? null : direction,
            Queue = all[0],
            Agent = all[1],
            Team = all[2],
            Seniority = all[3],
            CustomerTier = all[4],
            IssueType = all[5],
            Complexity = all[6],
            CustomerSegment = all[7],
            Priority = all[8],
            Language = all[9],
            Reason = all[10],
            Tags = all[11],
        };
    }

    private static string TextOf(int number, List<string> texts)
        => number < texts.Count ? texts[number] : throw new StoredFormException("an archive block refers to a text that it does not have");

    private static void WriteSums(VarWriter w, IEnumerable<KeyValuePair<Measure, long>> sums)
    {
        var (part, before) = (w.BeginPart(), 0);
        foreach (var (measure, value) in sums)
        {
            w.Count((int)measure - before);
            w.Signed(value);
            before = (int)measure;
        }
        w.EndPart(part);
    }

    private static void ReadSums(VarReader r, IArchiveReader reader)
    {
        for (var measure = 0; !r.AtEnd;)
        {
            measure = Next(measure, r.Count());
            var value = r.Signed();
            if (MeasureTable.IsKnown(measure)) reader.Add((Measure)measure, value);
        }
    }

    private static void WriteStates(VarWriter w, SortedDictionary<Measure, StateInSpan> states)
    {
        var (part, before) = (w.BeginPart(), 0);
        foreach (var (gauge, state) in states)
        {
            w.Count((int)gauge - before);
            w.Signed(state.AtStart);
            w.Signed(state.AtEnd);
            w.Signed(state.Ms);
            before = (int)gauge;
        }
        w.EndPart(part);
    }

    private static void ReadStates(VarReader r, IArchiveReader reader)
    {
        for (var gauge = 0; !r.AtEnd;)
        {
            gauge = Next(gauge, r.Count());
            var state = new StateInSpan(r.Signed(), r.Signed(), r.Signed());
            if (MeasureTable.IsKnown(gauge) && ((Measure)gauge).IsGaugeNumber()) reader.Add((Measure)gauge, state);
        }
    }

    private static int Next(int measure, int gap) => measure + gap is >= 0 and var next
        ? next : throw new StoredFormException("an archive block counts in a measure that cannot be");
}
