namespace CallCenter.Core.Measures;

/// <summary>
/// Numbers the rows of one source, from 0 in order of first use. The source's only writer hands the numbers out and each commit carries the
/// keys of its new rows, so no central dictionary is needed. A row that was not used for long is retired: its key gets a new number when it
/// comes again. Used by one thread at a time.
/// </summary>
/// <param name="rowsMax">Rows at one time, at most. Beyond it facts are counted in a row of their kind without dimensions: totals stay
/// right.</param>
public sealed class RowRegistry(int rowsMax = RowRegistry.RowsMaxDefault)
{
    /// <summary>About 1 KB a row in each node, with a day's history.</summary>
    public const int RowsMaxDefault = 1_000_000;

    private readonly Dictionary<RowKey, int> _numbers = [];
    private readonly RowTable<Row> _rows = new();
    private int _firstNew;
    private int _limitedCount;

    /// <summary>Rows that are not retired.</summary>
    public int Count => _rows.Count;

    /// <summary>Number of the first row that <see cref="DrainNew"/> has not handed over yet.</summary>
    public int FirstNew => _firstNew;

    public int NumberOf(RowKey key)
    {
        if (_numbers.TryGetValue(key, out var number)) return number;
        if (_rows.Count < rowsMax || key == new RowKey(key.Kind)) return Add(_rows.End, key, 0);
        _limitedCount++;
        return NumberOf(new RowKey(key.Kind));
    }

    /// <summary>Facts since the last call that lost their dimensions because there were too many rows.</summary>
    public int DrainLimitedCount()
    {
        var count = _limitedCount;
        _limitedCount = 0;
        return count;
    }

    /// <summary>The keys of rows made since the last call; their numbers follow one another from <see cref="FirstNew"/>.</summary>
    public RowKey[] DrainNew()
    {
        var added = new RowKey[_rows.End - _firstNew];
        for (var i = 0; i < added.Length; i++) added[i] = _rows.Find(_firstNew + i)!.Key;
        _firstNew = _rows.End;
        return added;
    }

    /// <summary>Notes the use of rows.</summary>
    public void NoteUse(List<Delta> deltas)
    {
        foreach (var delta in deltas)
        {
            if (_rows.Find(delta.Row) is { } row && row.UsedAt < delta.Slot) row.UsedAt = delta.Slot;
        }
    }

    /// <summary>Retires the rows that were last used before a slot, but for those in use; their numbers, ascending.</summary>
    /// <param name="isInUse">Whether a live visit or agent refers to a row.</param>
    public List<int> Retire(uint before, Func<int, bool> isInUse)
    {
        var retired = _rows.All().Where(r => r.Number < _firstNew && r.Thing.IsUnusedSince(before) && !isInUse(r.Number)).ToList();
        foreach (var (number, row) in retired)
        {
            _rows.Remove(number);
            _numbers.Remove(row.Key);
        }
        return retired.ConvertAll(r => r.Number);
    }

    /// <summary>Adds stored rows, in order of their numbers from 0.</summary>
    public void Restore(IEnumerable<RowKey> keys)
    {
        foreach (var key in keys) NumberOf(key);
        _firstNew = _rows.End;
    }

    /// <summary>Adds a stored row.</summary>
    /// <param name="usedAt">Its newest slot.</param>
    public void Restore(int number, RowKey key, uint usedAt)
    {
        Add(number, key, usedAt);
        _firstNew = _rows.End;
    }

    private int Add(int number, RowKey key, uint usedAt)
    {
        _rows.Add(number, new Row(key) { UsedAt = usedAt });
        _numbers.Add(key, number);
        return number;
    }

    private sealed class Row(RowKey key)
    {
        public RowKey Key => key;
        public uint UsedAt { get; set; }

        // A row without any use was made just now, or its counts came to nothing: it stays as long as if it were used now.
        public bool IsUnusedSince(uint slot)
        {
            if (UsedAt == 0) UsedAt = slot;
            return UsedAt < slot;
        }
    }
}
