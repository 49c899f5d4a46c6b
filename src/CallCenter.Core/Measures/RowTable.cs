namespace CallCenter.Core.Measures;

/// <summary>
/// Things by the number of their row. Numbers only grow and rows retire, most of them in the order of their numbers, so the memory of
/// numbers whose things are all gone is freed: a table costs what it holds, and eight bytes for each 65,536 numbers. Used by one thread at
/// a time.
/// </summary>
public sealed class RowTable<T> where T : class
{
    private const int PageBits = 8;
    private const int PageLength = 1 << PageBits;
    private const int Mask = PageLength - 1;

    private Page<Page<T>>?[] _segments = [];

    public int Count { get; private set; }

    /// <summary>One past the highest number that was ever added.</summary>
    public int End { get; private set; }

    /// <summary>The thing of a row; null when there is none.</summary>
    public T? Find(int number)
        => (uint)number < (uint)End && _segments[number >> (2 * PageBits)]?.Things[(number >> PageBits) & Mask] is { } page
            ? page.Things[number & Mask]
            : null;

    /// <summary>Adds the thing of a row that has none.</summary>
    public void Add(int number, T thing)
    {
        if (Find(number) is not null) throw new ArgumentException($"Row {number} is there already.", nameof(number));
        var segment = number >> (2 * PageBits);
        if (segment >= _segments.Length) Array.Resize(ref _segments, Math.Max(segment + 1, 2 * _segments.Length));
        var pages = _segments[segment] ??= new Page<Page<T>>();
        if (pages.Things[(number >> PageBits) & Mask] is not { } page) pages.Put((number >> PageBits) & Mask, page = new Page<T>());
        page.Put(number & Mask, thing);
        Count++;
        End = Math.Max(End, number + 1);
    }

    /// <summary>Removes the thing of a row; null when there is none.</summary>
    public T? Remove(int number)
    {
        if (Find(number) is not { } thing) return null;
        ref var segment = ref _segments[number >> (2 * PageBits)];
        var page = segment!.Things[(number >> PageBits) & Mask]!;
        if (page.Clear(number & Mask) && segment.Clear((number >> PageBits) & Mask)) segment = null;
        Count--;
        return thing;
    }

    /// <summary>All things with their numbers, ascending.</summary>
    public IEnumerable<(int Number, T Thing)> All() => From(0);

    /// <summary>All things whose number is not below the first, with their numbers, ascending.</summary>
    public IEnumerable<(int Number, T Thing)> From(int first)
    {
        for (var s = first >> (2 * PageBits); s < _segments.Length; s++)
        {
            for (var p = 0; p < PageLength && _segments[s] is { } segment; p++)
            {
                var start = ((s << PageBits) + p) << PageBits;
                for (var i = Math.Max(0, first - start); i < PageLength && segment.Things[p] is { } page; i++)
                {
                    if (page.Things[i] is { } thing) yield return (start + i, thing);
                }
            }
        }
    }

    private sealed class Page<TThing> where TThing : class
    {
        private int _count;

        public TThing?[] Things { get; } = new TThing?[PageLength];

        public void Put(int index, TThing thing)
        {
            Things[index] = thing;
            _count++;
        }

        /// <summary>True when nothing is left.</summary>
        public bool Clear(int index)
        {
            Things[index] = null;
            return --_count == 0;
        }
    }
}
