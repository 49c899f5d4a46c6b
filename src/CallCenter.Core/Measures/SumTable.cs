using System.Numerics;

namespace CallCenter.Core.Measures;

/// <summary>
/// Sums by key, numbered from 0 in order of first use. A dictionary hashes a key to the exclusive or of its halves, which for packed keys
/// of a delta set collide: it took twice as long (the ingest benchmark). Used by one thread at a time.
/// </summary>
internal sealed class SumTable
{
    private readonly KeySort _sort = new();
    private ulong[] _keys = new ulong[16];
    private long[] _sums = new long[16];
    private int[] _places = new int[32]; // Number of the key plus 1, at the first free place from its hash; 0: free.

    public int Count { get; private set; }

    /// <summary>A sum by its number.</summary>
    public ref long this[int number] => ref _sums[number];

    /// <summary>Number of a key, added with sum 0 when it is new.</summary>
    public int NumberOf(ulong key)
    {
        var place = PlaceOf(key);
        if (_places[place] is > 0 and var found) return found - 1;
        if (Count == _keys.Length)
        {
            Grow();
            place = PlaceOf(key);
        }
        (_keys[Count], _sums[Count]) = (key, 0);
        _places[place] = ++Count;
        return Count - 1;
    }

    /// <summary>Removes the newest keys.</summary>
    public void Truncate(int count)
    {
        // Newest first: no key that stays was placed after it, so none is found beyond its place.
        while (Count > count) _places[PlaceOf(_keys[--Count])] = 0;
    }

    /// <summary>Sorts the sums by key and hands them over. The table is to be cleared next: its numbers are no longer valid.</summary>
    public (ReadOnlyMemory<ulong> Keys, ReadOnlyMemory<long> Sums) Sort()
    {
        _sort.Sort(ref _keys, ref _sums, Count);
        return (_keys.AsMemory(0, Count), _sums.AsMemory(0, Count));
    }

    public void Clear()
    {
        Array.Clear(_places);
        Count = 0;
    }

    // Place of the key, or the free one for it.
    private int PlaceOf(ulong key)
    {
        var places = _places;
        // The high bits of this product depend on all bits of the key (Knuth, The Art of Computer Programming 6.4).
        var place = (int)((key * 0x9E3779B97F4A7C15) >> (64 - BitOperations.Log2((uint)places.Length)));
        while (places[place] is > 0 and var number && _keys[number - 1] != key) place = (place + 1) & (places.Length - 1);
        return place;
    }

    private void Grow()
    {
        Array.Resize(ref _keys, 2 * _keys.Length);
        Array.Resize(ref _sums, _keys.Length);
        _places = new int[2 * _keys.Length];
        for (var i = 0; i < Count; i++) _places[PlaceOf(_keys[i])] = i + 1;
    }
}
