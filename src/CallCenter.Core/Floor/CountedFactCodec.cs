using CallCenter.Core.Encoding;
using CallCenter.Core.Identity;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>The stored form of what a visit or contact has counted: each fact relative to the one before, so that most take a few
/// bytes.</summary>
internal static class CountedFactCodec
{
    /// <summary>Writes a list.</summary>
    /// <param name="start">Row and beginning of the visit or contact.</param>
    public static void Write(VarWriter w, ReadOnlySpan<CountedFact> counted, CountedFact start)
    {
        var list = w.BeginPart();
        var before = start;
        foreach (var fact in counted)
        {
            var entry = w.BeginPart();
            w.Signed((long)fact.Row - before.Row);
            w.Count((int)fact.Measure);
            w.Signed(fact.At.UnixMs - before.At.UnixMs);
            if (fact.Value != 1) w.Signed(fact.Value);
            w.EndPart(entry);
            before = fact;
        }
        w.EndPart(list);
    }

    /// <summary>Writes a list as format 1 has it: without values, so that an exclusion does not revert what has one.</summary>
    public static void Write1(VarWriter w, List<CountedFact> counted, CountedFact start)
    {
        counted = counted.FindAll(f => f.Value == 1);
        w.Count(counted.Count);
        foreach (var fact in counted)
        {
            w.Count(fact.Row);
            w.Count((int)fact.Measure);
            w.Signed(fact.At.UnixMs - start.At.UnixMs);
        }
    }

    /// <summary>Reads a list of any format.</summary>
    /// <param name="start">Row and beginning of the visit or contact.</param>
    public static List<CountedFact> Read(ref VarReader r, CountedFact start, int format)
    {
        var (counted, before) = (new List<CountedFact>(), start);
        if (format == 1)
        {
            for (var n = r.Count(); n > 0; n--) counted.Add(ReadFact(ref r, r.Count(), before.At));
            return counted;
        }
        var list = r.Part();
        while (!list.AtEnd)
        {
            var entry = list.Part();
            before = ReadFact(ref entry, before.Row + entry.Signed(), before.At);
            if (!entry.AtEnd) before = before with { Value = entry.Signed() };
            counted.Add(before);
        }
        return counted;
    }

    private static CountedFact ReadFact(ref VarReader r, long row, Instant since)
    {
        var (measure, at) = (r.Count(), new Instant(since.UnixMs + r.Signed()));
        if (row is < 0 or > int.MaxValue) throw new StoredFormException("a stored count is of a row that cannot be");
        return MeasureTable.IsKnown(measure)
            ? new CountedFact((int)row, (Measure)measure, at)
            : throw new StoredFormException("a stored count is of a measure that this server does not know");
    }
}
