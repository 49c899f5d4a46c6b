using System.Numerics;

namespace CallCenter.Core.Windows;

/// <summary>
/// Memory for the totals of many series, in few large arrays: a node has millions of series, most of one or two slots, and each would be an
/// object that the collector has to trace and move. Freed blocks are reused. Used by one loop only.
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

    /// <summary>Numbers in blocks that are not free.</summary>
    public long UsedLength { get; private set; }

    /// <summary>Numbers that there is memory for.</summary>
    public long Length => (long)_chunkCount * ChunkLength;

    public SeriesArena() => Array.Fill(_free, None);

    /// <summary>The smallest capacity of blocks that holds this number of slots.</summary>
    public static int CapacityFor(int count)
    {
        var shift = ShiftOf(count);
        return (count + (1 << shift) - 1) >> shift << shift;
    }

    /// <summary>Numbers in a block of a capacity: a total a slot and, for a gauge, its moments; then the slots, two to a number.</summary>
    public static int LengthOf(int capacity, bool isGauge) => (isGauge ? 2 : 1) * capacity + (capacity + 1) / 2;

    /// <summary>Allocates a block, whose numbers are not cleared.</summary>
    /// <param name="capacity">One of <see cref="CapacityFor"/>.</param>
    /// <returns>Its place.</returns>
    public int Allocate(int capacity, bool isGauge)
    {
        UsedLength += LengthOf(capacity, isGauge);
        ref var free = ref _free[ClassOf(capacity, isGauge)];
        if (free == None) return AllocateNew(LengthOf(capacity, isGauge));
        var at = free;
        free = (int)At(at, 1)[0];
        return at;
    }

    /// <summary>Frees a block; the next one of its size is allocated there.</summary>
    public void Free(int at, int capacity, bool isGauge)
    {
        UsedLength -= LengthOf(capacity, isGauge);
        ref var free = ref _free[ClassOf(capacity, isGauge)];
        At(at, 1)[0] = free;
        free = at;
    }

    /// <summary>The block of a series.</summary>
    public SeriesBlock BlockAt(int at, int capacity, bool isGauge) => new(At(at, LengthOf(capacity, isGauge)), capacity, isGauge);

    public Span<long> At(int at, int length) => ChunkOf(at, out var offset).AsSpan(offset, length);

    /// <summary>The chunk that holds a block.</summary>
    /// <param name="offset">Start of the block in it.</param>
    public long[] ChunkOf(int at, out int offset)
    {
        offset = at & (ChunkLength - 1);
        return _chunks[at >> ChunkBits];
    }

    private int AllocateNew(int length)
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
