using System.Numerics;

namespace CallCenter.Core.Measures;

/// <summary>
/// Sorts numbers by 64-bit keys, a byte of the key at a time, the lowest first (radix sort); bytes that are equal in all keys cost nothing.
/// For the keys of a commit, a quarter of the time of <see cref="Array.Sort(Array, Array)"/>. Used by one thread at a time.
/// </summary>
internal sealed class KeySort
{
    private const int ByteValues = 256;

    // Below this, counting the values of a byte costs more than it saves.
    private const int LengthMin = 256;

    private ulong[] _keys = [];
    private long[] _values = [];

    /// <summary>Sorts the first elements of two arrays by key. The arrays may be replaced by others of at least their length.</summary>
    public void Sort(ref ulong[] keys, ref long[] values, int count)
    {
        if (count < LengthMin)
        {
            Array.Sort(keys, values, 0, count);
            return;
        }
        if (_keys.Length < keys.Length) (_keys, _values) = (new ulong[keys.Length], new long[keys.Length]);
        for (var differing = DifferingBits(keys.AsSpan(0, count)); differing != 0;)
        {
            var shift = BitOperations.TrailingZeroCount(differing);
            SortByByte(keys.AsSpan(0, count), values, shift);
            (keys, _keys) = (_keys, keys);
            (values, _values) = (_values, values);
            differing &= ~(0xFFUL << shift);
        }
    }

    private static ulong DifferingBits(ReadOnlySpan<ulong> keys)
    {
        var differing = 0UL;
        foreach (var key in keys) differing |= key ^ keys[0];
        return differing;
    }

    private void SortByByte(ReadOnlySpan<ulong> keys, long[] values, int shift)
    {
        Span<int> starts = stackalloc int[ByteValues + 1];
        starts.Clear();
        foreach (var key in keys) starts[(int)(byte)(key >> shift) + 1]++;
        for (var i = 1; i < ByteValues; i++) starts[i] += starts[i - 1];
        for (var i = 0; i < keys.Length; i++)
        {
            var to = starts[(byte)(keys[i] >> shift)]++;
            (_keys[to], _values[to]) = (keys[i], values[i]);
        }
    }
}
