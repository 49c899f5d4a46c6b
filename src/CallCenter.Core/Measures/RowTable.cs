namespace CallCenter.Core.Measures;

/// <summary>
/// Things by the number of their row. Numbers only grow and most rows retire in the order of their numbers, so pages whose rows are all
/// gone are dropped: a table costs what it holds, not what it ever held. Used by one thread at a time.
/// </summary>
public sealed class RowTable<T> where T : class
{
    private const int PageBits = 8;
    private const int PageLength = 1 << PageBits;

    private Page?[] _pages = [];

    public int Count { get; private set; }

    /// <summary>One past the highest number that was ever added.</summary>
    public int End { get; private set; }

    /// <summary>The thing of a row; null when there is none.</summary>
    public T? Find(int number)
        => (uint)number < (uint)End && _pages[number >> PageBits] is { } page ? page.Things[number & (PageLength - 1)] : null;

    /// <summary>Adds the thing of a row that has none.</summary>
    public void Add(int number, T thing)
    {
        if (Find(number) is not null) throw new ArgumentException($"Row {number} is there already.", nameof(number));
        var page = number >> PageBits;
        if (page >= _pages.Length) Array.Resize(ref _pages, Math.Max(page + 1, 2 * _pages.Length));
        var things = _pages[page] ??= new Page();
        things.Things[number & (PageLength - 1)] = thing;
        things.Count++;
        Count++;
        End = Math.Max(End, number + 1);
    }

    /// <summary>Removes the thing of a row; null when there is none.</summary>
    public T? Remove(int number)
    {
        if (Find(number) is not { } thing) return null;
        var page = _pages[number >> PageBits]!;
        page.Things[number & (PageLength - 1)] = null;
        Count--;
        if (--page.Count == 0) _pages[number >> PageBits] = null;
        return thing;
    }

    /// <summary>All things with their numbers, ascending.</summary>
    public IEnumerable<(int Number, T Thing)> All()
    {
        for (var p = 0; p < _pages.Length; p++)
        {
            if (_pages[p] is not { } page) continue;
            for (var i = 0; i < PageLength; i++)
            {
                if (page.Things[i] is { } thing) yield return ((p << PageBits) + i, thing);
            }
        }
    }

    private sealed class Page
    {
        public T?[] Things { get; } = new T?[PageLength];
        public int Count { get; set; }
    }
}
