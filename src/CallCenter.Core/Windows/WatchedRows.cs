using CallCenter.Core.Measures;

namespace CallCenter.Core.Windows;

/// <summary>A change of a row: a delta, or of what is live one by one.</summary>
/// <param name="Place">Of the row in its <see cref="WatchedRows"/>.</param>
/// <param name="Measure">Null: of a list.</param>
public readonly record struct RowChange(int Place, uint Slot, Measure? Measure, long Value);

/// <summary>
/// The rows of a board, each with a place, and their newest changes: a reader that remembers how far it has read learns what changed since
/// without looking at all rows. Used by one loop only.
/// </summary>
public sealed class WatchedRows
{
    /// <summary>Changes that are kept; a reader that is further behind reads the rows themselves.</summary>
    public const int ChangesMax = 1 << 18;

    private readonly List<RowHistory?> _byPlace = [];
    private readonly Stack<int> _free = [];
    private readonly RowChange[] _changes = new RowChange[ChangesMax];

    /// <summary>Whether anybody reads the changes; while nobody does, none are recorded.</summary>
    public bool IsRead { get; set; }

    /// <summary>Called with each row of which something came to a list, or left it.</summary>
    public event Action<RowHistory>? LiveListChanged;

    /// <summary>How many changes were recorded ever: where a reader of now begins.</summary>
    public long End { get; private set; }

    public int Count => _byPlace.Count - _free.Count;

    /// <summary>One more than the largest place.</summary>
    public int PlacesEnd => _byPlace.Count;

    public IEnumerable<RowHistory> All => _byPlace.OfType<RowHistory>();

    public RowHistory At(int place) => _byPlace[place]!;

    public void Add(RowHistory row)
    {
        if (_free.TryPop(out var place))
        {
            _byPlace[place] = row;
        }
        else
        {
            place = _byPlace.Count;
            _byPlace.Add(row);
        }
        row.Place = place;
    }

    public void Remove(RowHistory row)
    {
        _byPlace[row.Place] = null;
        _free.Push(row.Place);
    }

    /// <summary>Notes a delta that was added to a row.</summary>
    public void Changed(RowHistory row, uint slot, Measure measure, long value)
    {
        if (IsRead) _changes[End++ % ChangesMax] = new RowChange(row.Place, slot, measure, value);
    }

    /// <summary>Notes that other visits or contacts of a row are live in a list.</summary>
    public void LiveChanged(RowHistory row)
    {
        LiveListChanged?.Invoke(row);
        if (IsRead) _changes[End++ % ChangesMax] = new RowChange(row.Place, 0, null, 0);
    }

    /// <summary>Whether all changes from a position on are kept.</summary>
    public bool HasSince(long position) => End - position <= ChangesMax;

    /// <summary>A change by its position.</summary>
    public ref readonly RowChange ChangeAt(long position) => ref _changes[position % ChangesMax];
}
