namespace CallCenter.Core.Measures;

/// <summary>
/// Numbers the rows of one source, from 0 in order of first use. The source's only writer hands the numbers out and
/// each commit carries the keys of its new rows, so no central dictionary is needed.
/// </summary>
public sealed class RowRegistry
{
    /// <summary>Rows of one source, at most. Beyond it facts are counted in a row of their kind without dimensions: totals stay
    /// right.</summary>
    public const int RowsMax = 1_000_000;

    private readonly Dictionary<RowKey, int> _numbers = [];
    private readonly List<RowKey> _keys = [];
    private int _taken;

    public int NumberOf(RowKey key)
    {
        if (_numbers.TryGetValue(key, out var number)) return number;
        if (_keys.Count >= RowsMax && key != new RowKey(key.Kind)) return NumberOf(new RowKey(key.Kind));
        number = _keys.Count;
        _keys.Add(key);
        _numbers.Add(key, number);
        return number;
    }

    /// <summary>Number of the first row that <see cref="TakeNew"/> has not handed over yet.</summary>
    public int FirstNew => _taken;

    /// <summary>The keys of rows made since the last call; their numbers follow one another from <see cref="FirstNew"/>.</summary>
    public RowKey[] TakeNew()
    {
        var added = _keys.GetRange(_taken, _keys.Count - _taken).ToArray();
        _taken = _keys.Count;
        return added;
    }

    /// <summary>Takes over rows that are stored, in order of their numbers.</summary>
    public void Restore(IEnumerable<RowKey> keys)
    {
        foreach (var key in keys) NumberOf(key);
        _taken = _keys.Count;
    }
}
