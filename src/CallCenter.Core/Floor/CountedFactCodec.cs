using CallCenter.Core.Encoding;
using CallCenter.Core.Identity;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>The stored form of what a visit or contact has counted: each fact relative to the one before, so that most take a few
/// bytes.</summary>
internal static class CountedFactCodec
{
    /// <param name="start">Row and beginning of the visit or contact.</param>
    public static void Write(VarWriter w, List<CountedFact> counted, CountedFact start, int format)
    {
        // Format 1 has no place for values: an exclusion does not revert them.
        if (format == 1) counted = counted.FindAll(f => f.Value == 1);
        var list = StoredList.Begin(w, counted.Count, format);
        var before = start;
        foreach (var fact in counted)
        {
            var entry = StoredList.BeginEntry(w, format);
            if (format == 1) w.Count(fact.Row);
            else w.Signed((long)fact.Row - before.Row);
            w.Count((int)fact.Measure);
            w.Signed(fact.At.UnixMs - before.At.UnixMs);
            if (fact.Value != 1) w.Signed(fact.Value);
            StoredList.End(w, entry);
            if (format != 1) before = fact;
        }
        StoredList.End(w, list);
    }

    /// <inheritdoc cref="Write"/>
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
