namespace CallCenter.Core.Measures;

/// <summary>
/// Numbers the rows of one source, from 0 in order of first use. The source's only writer hands the numbers out and each commit carries the
/// keys of its new rows, so no central dictionary is needed. A row that was not used for long is retired. No number is given twice, since
/// stored blocks keep those of retired rows for a while: a key that comes again gets a new one. Used by one thread at a time.
/// </summary>
/// <param name="rowsMax">Rows at one time, at most. Beyond it facts are counted in a row of their kind without dimensions: totals stay
/// right.</param>
public sealed class RowRegistry(int rowsMax = RowRegistry.RowsMaxDefault)
{
    /// <summary>About 1 KB a row in each node, with a day's history.</summary>
    public const int RowsMaxDefault = 1_000_000;

    // Numbers of the last rows are kept for those without dimensions.
    private const int NumberMax = DeltaSet.RowMax - 16;

    private const int PageBits = 8;
    private const int PageLength = 1 << PageBits;

    private readonly Dictionary<RowKey, int> _numbers = [];
    private readonly RowTable<Page> _pages = new();
    private int _end;
    private int _firstNew;
    private int _limitedCount;

    /// <summary>Limit on <see cref="Count"/>; rows beyond a lowered one stay.</summary>
    public int RowsMax { get; set; } = rowsMax;

    /// <summary>Rows that are not retired.</summary>
    public int Count => _numbers.Count;

    /// <summary>Number of the first row that <see cref="DrainNew"/> has not handed over yet.</summary>
    public int FirstNew => _firstNew;

    public IEnumerable<RowKey> Keys => _numbers.Keys;

    public int NumberOf(RowKey key)
    {
        if (_numbers.TryGetValue(key, out var number)) return number;
        if ((_numbers.Count < RowsMax && _end < NumberMax) || key.IsWithoutDimensions) return Add(_end, key, 0);
        _limitedCount++;
        return NumberOf(new RowKey(key.Kind));
    }

    /// <summary>The row that facts of this key were counted in: its own, or, for a key that came when there were too many rows, the one
    /// without dimensions.</summary>
    public int CountedNumberOf(RowKey key) => _numbers.TryGetValue(key, out var number) ? number : NumberOf(new RowKey(key.Kind));

    /// <summary>Whether a row is of this key, not one that keys share over the limit.</summary>
    public bool IsOwn(int number, RowKey key) => _numbers.TryGetValue(key, out var own) && own == number;

    /// <summary>The key of a row; null when there is no such row, or none any more.</summary>
    public RowKey? KeyOf(int number) => PageOf(number)?.Keys[number & (PageLength - 1)];

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
        var added = new RowKey[_end - _firstNew];
        for (var i = 0; i < added.Length; i++) added[i] = PageOf(_firstNew + i)!.Keys[(_firstNew + i) & (PageLength - 1)]!;
        _firstNew = _end;
        return added;
    }

    /// <summary>Notes the use of rows by counts that are about to be committed.</summary>
    /// <param name="deltas">Ordered by slot and row.</param>
    public void NoteUse(List<Delta> deltas)
    {
        var row = -1;
        foreach (var delta in deltas)
        {
            if (delta.Row == row) continue;
            row = delta.Row;
            NoteUse(row, delta.Slot);
        }
    }

    /// <summary>Notes the use of a row at a slot. A row that is not there, which only damaged data names, is passed over.</summary>
    public void NoteUse(int row, uint slot)
    {
        if (PageOf(row) is not { } page) return;
        ref var usedAt = ref page.UsedAt[row & (PageLength - 1)];
        if (usedAt < slot) usedAt = slot;
    }

    /// <summary>Retires the rows that were handed over by <see cref="DrainNew"/> and last used before a slot, or never. The newest row
    /// stays, so that whoever restores the rows goes on from its number.</summary>
    /// <returns>Ascending by number.</returns>
    public List<KnownRow> Retire(uint before)
    {
        var retired = new List<KnownRow>();
        foreach (var (index, page) in _pages.All())
        {
            for (var i = 0; i < PageLength; i++)
            {
                var number = (index << PageBits) + i;
                if (page.UsedAt[i] >= before || number >= _firstNew || number == _end - 1) continue;
                if (page.Keys[i] is { } key) retired.Add(new KnownRow(number, key, page.UsedAt[i]));
            }
        }
        foreach (var row in retired) Remove(row);
        return retired;
    }

    /// <summary>Adds a stored row.</summary>
    public void Restore(KnownRow row)
    {
        Add(row.Number, row.Key, row.UsedAt);
        _firstNew = _end;
    }

    private int Add(int number, RowKey key, uint usedAt)
    {
        if (PageOf(number) is not { } page) _pages.Add(number >> PageBits, page = new Page());
        page.Count++;
        (page.Keys[number & (PageLength - 1)], page.UsedAt[number & (PageLength - 1)]) = (key, usedAt);
        // A key that retired and came again may be stored twice while the store is read back: counts go on in the newer row.
        _numbers[key] = number;
        _end = Math.Max(_end, number + 1);
        return number;
    }

    private void Remove(KnownRow row)
    {
        var page = PageOf(row.Number)!;
        page.Keys[row.Number & (PageLength - 1)] = null;
        if (--page.Count == 0) _pages.Remove(row.Number >> PageBits);
        if (_numbers.TryGetValue(row.Key, out var number) && number == row.Number) _numbers.Remove(row.Key);
    }

    private Page? PageOf(int number) => _pages.Find(number >> PageBits);

    // Two arrays in place of an object a row: a retirement looks at all rows and reads little but the slots.
    private sealed class Page
    {
        public RowKey?[] Keys { get; } = new RowKey?[PageLength];
        public uint[] UsedAt { get; } = new uint[PageLength];
        public int Count { get; set; }
    }
}
