using System.Numerics;

namespace CallCenter.Core.Windows;

/// <summary>
/// Room for the totals of many series, in few large arrays: a node has millions of series, most of one or two slots, and each would be an
/// object that the collector has to trace and move. Blocks that series grew out of are used again. Used by one loop only.
/// </summary>
public sealed class SeriesArena
{
    // A megabyte a chunk: a large object, which is never moved.
    private const int ChunkBits = 17;
    private const int ChunkLength = 1 << ChunkBits;
    private const int None = -1;

    // Four sizes to each power of two, so that at most a fifth of a block lies idle.
    private const int StepBits = 2;

    private long[][] _chunks = [];
    private int _chunkCount;
    private readonly int[] _free = new int[2 * 32 << StepBits]; // By size, the first one; each names the next in its first number.
    private int _usedOfLast = ChunkLength;

    public SeriesArena() => Array.Fill(_free, None);

    /// <summary>The least capacity that blocks are made for and that is not below this one.</summary>
    public static int CapacityFor(int count)
    {
        var shift = ShiftOf(count);
        return (count + (1 << shift) - 1) >> shift << shift;
    }

    /// <summary>Numbers that so many slots take: a total each and, for a gauge, its moments; then the slots, two to a number.</summary>
    public static int LengthOf(int capacity, bool isGauge) => (isGauge ? 2 : 1) * capacity + (capacity + 1) / 2;

    /// <summary>Gives a block, which holds whatever it held before.</summary>
    /// <param name="capacity">One of <see cref="CapacityFor"/>.</param>
    /// <returns>Where it is.</returns>
    public int Take(int capacity, bool isGauge)
    {
        ref var free = ref _free[ClassOf(capacity, isGauge)];
        if (free == None) return TakeNew(LengthOf(capacity, isGauge));
        var at = free;
        free = (int)At(at, 1)[0];
        return at;
    }

    public void GiveBack(int at, int capacity, bool isGauge)
    {
        ref var free = ref _free[ClassOf(capacity, isGauge)];
        At(at, 1)[0] = free;
        free = at;
    }

    public Span<long> At(int at, int length) => ChunkOf(at, out var offset).AsSpan(offset, length);

    /// <summary>The numbers that a block is among.</summary>
    /// <param name="offset">Where it begins there.</param>
    public long[] ChunkOf(int at, out int offset)
    {
        offset = at & (ChunkLength - 1);
        return _chunks[at >> ChunkBits];
    }

    private int TakeNew(int length)
    {
        if (length > ChunkLength - _usedOfLast)
        {
            if (_chunkCount == _chunks.Length) Array.Resize(ref _chunks, Math.Max(4, 2 * _chunkCount));
            _chunks[_chunkCount++] = GC.AllocateUninitializedArray<long>(Math.Max(ChunkLength, length));
            _usedOfLast = 0;
        }
        var at = checked((_chunkCount - 1) * ChunkLength + _usedOfLast);
        _usedOfLast += length;
        return at;
    }

    private static int ClassOf(int capacity, bool isGauge)
    {
        var shift = ShiftOf(capacity);
        return 2 * ((shift << StepBits) + (capacity >> shift)) + (isGauge ? 1 : 0);
    }

    // Of the step between the sizes around this one.
    private static int ShiftOf(int count) => Math.Max(0, BitOperations.Log2((uint)count) - StepBits);
}
