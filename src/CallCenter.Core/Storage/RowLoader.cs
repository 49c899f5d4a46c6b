using System.Numerics;
using CallCenter.Core.Log;
using CallCenter.Core.Measures;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Storage;

/// <summary>
/// Loads stored rows, one after the other: a row's totals are gathered from all blocks in room that all rows share, and then copied, so
/// that each row gets its own once and at its size. Used by one thread only.
/// </summary>
public sealed class RowLoader
{
    private readonly SeriesArena _arena = new();
    private readonly Series[] _gathered = [.. Enumerable.Range(0, MeasureFamilies.End).Select(i => new Series((Measure)i))];
    private readonly Measure[] _measures = new Measure[MeasureFamilies.End];

    /// <param name="stored">Oldest first is fastest; every order gives the same totals.</param>
    public void Load(RowHistory row, IEnumerable<StoredSlots> stored)
    {
        foreach (var slots in stored) Gather(slots);
        for (var i = 0; i < _gathered.Length; i++)
        {
            if (_gathered[i].Count == 0) continue;
            row.Restore(_gathered[i], _arena);
            _gathered[i].Clear();
        }
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
                    if (at >= measures) throw new StoredFormException("A stored block refers to what it does not have.");
                    _gathered[(int)_measures[at].WhoseSeries()].AddDelta(_arena, slot, _measures[at], r.Signed());
                }
            }
        }
    }

    private int ReadMeasures(ref VarReader r)
    {
        var count = r.CountOf(1);
        if (count > MeasureFamilies.End) throw new StoredFormException("A stored block has more measures than there are.");
        for (var i = 0; i < count; i++)
        {
            var measure = r.Count();
            if (measure >= MeasureFamilies.End) throw new StoredFormException("A stored block names no measure.");
            _measures[i] = (Measure)measure;
        }
        return count;
    }
}
