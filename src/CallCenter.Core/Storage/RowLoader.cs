using System.Numerics;
using CallCenter.Core.Encoding;
using CallCenter.Core.Log;
using CallCenter.Core.Measures;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Storage;

/// <summary>
/// Loads stored rows, one after the other: a row's totals are gathered from all blocks in memory that all rows share, and then copied, so
/// that each row gets its own once and at its size. Used by one thread only.
/// </summary> <param name="skipped">Counts values of measures that this version does not know.</param>
public sealed class RowLoader(SkippedContent skipped)
{
    private readonly SeriesArena _arena = new();
    private readonly Series[] _gathered = new Series[MeasureTable.End]; // Made at first use: most are buckets that no row of a shard has.
    private readonly SortedSet<int> _touched = [];

    // Of the block that is read; none: not known here.
    private readonly List<Measure?> _measures = [];

    /// <param name="stored">Oldest first is fastest; every order gives the same totals.</param>
    public void Load(RowHistory row, IEnumerable<StoredSlots> stored)
    {
        foreach (var slots in stored) Gather(slots);
        Copy(row);
    }

    private void Copy(RowHistory row)
    {
        foreach (var i in _touched)
        {
            row.Restore(_gathered[i], _arena);
            _gathered[i].Clear();
        }
        _touched.Clear();
    }

    private void Gather(StoredSlots stored)
    {
        var r = new VarReader(stored.Bytes.Span);
        var measures = ReadMeasures(ref r);
        var slot = stored.Start;
        for (var n = r.Count(); n > 0; n--)
        {
            slot += (uint)r.Unsigned() * stored.Width;
            var mask = r.Bytes((measures + 7) / 8);
            for (var i = 0; i < mask.Length; i++)
            {
                for (uint bits = mask[i]; bits != 0; bits &= bits - 1)
                {
                    var at = 8 * i + BitOperations.TrailingZeroCount(bits);
                    if (at >= measures) throw new StoredFormException("a stored block refers to a measure that it does not have");
                    Add(slot, _measures[at], r.Signed());
                }
            }
        }
        if (!r.AtEnd) BucketCodec.Read(ref r, stored, Add);
        if (!r.AtEnd) skipped.Records++;
    }

    private void Add(uint slot, int measure, long value) => Add(slot, MeasureTable.IsKnown(measure) ? (Measure)measure : null, value);

    private void Add(uint slot, Measure? measure, long value)
    {
        if (measure is not { } known)
        {
            skipped.Measures++;
            return;
        }
        var kept = known.WhoseSeries();
        ref var series = ref _gathered[(int)kept];
        if (series.Measure != kept) series = new Series(kept);
        if (series.Count == 0) _touched.Add((int)kept);
        series.AddDelta(_arena, slot, known, value);
    }

    private int ReadMeasures(ref VarReader r)
    {
        var count = r.CountOf(1);
        _measures.Clear();
        for (var i = 0; i < count; i++)
        {
            var measure = r.Count();
            _measures.Add(MeasureTable.IsKnown(measure) ? (Measure)measure : null);
        }
        return count;
    }
}
