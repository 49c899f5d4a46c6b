using CallCenter.Core.Measures;

namespace CallCenter.Core.Replicas;

/// <summary>
/// The order of a section's deltas by row. They are stored by slot, and a commit of many seconds changes most of its rows in several slots:
/// by row, each row's totals are fetched from memory once. Used by one thread at a time.
/// </summary>
internal sealed class RowOrder
{
    private readonly KeySort _sort = new();
    private KeyedNumber[] _rows = [];

    /// <summary>Indexes of deltas, with their rows, by row, and by slot within a row. The list is reused by the next call.</summary>
    /// <param name="deltas">Ordered by slot and row.</param>
    public ReadOnlySpan<KeyedNumber> Of(List<Delta> deltas)
    {
        var count = deltas.Count;
        if (_rows.Length < count) _rows = new KeyedNumber[2 * count];
        for (var i = 0; i < count; i++) _rows[i] = new KeyedNumber((ulong)deltas[i].Row, i);
        if (count > 0 && deltas[0].Slot != deltas[^1].Slot) _sort.Sort(ref _rows, count);
        return _rows.AsSpan(0, count);
    }
}
