using System.Numerics;

namespace CallCenter.Core.Measures;

/// <summary>
/// The buckets of histograms of times: exact up to 127 ms, and from there 64 of equal width to each power of two, up to four years. The middle
/// of a bucket differs from any time in it by at most 0.8 %. Fixed for all installations: the index is stored.
/// </summary>
public static class HistogramBuckets
{
    private const int SubBits = 6;
    private const int ExactBits = SubBits + 1;
    private const int Exact = 1 << ExactBits;
    private const int Sub = 1 << SubBits;
    private const int TopBit = 36;

    private const long Max = (1L << (TopBit + 1)) - 1;

    public const int Count = Exact + (TopBit - ExactBits + 1) * Sub;

    /// <summary>Index of the bucket that holds a time; the first or last one for times beyond the range.</summary>
    public static int IndexOf(long ms)
    {
        var bounded = Math.Clamp(ms, 0, Max);
        if (bounded < Exact) return (int)bounded;
        var shift = BitOperations.Log2((ulong)bounded) - SubBits;
        return Exact + (shift - 1) * Sub + (int)(bounded >> shift) - Sub;
    }

    /// <summary>The middle of a bucket in milliseconds.</summary>
    public static long MiddleOf(int index)
    {
        if (index < Exact) return index;
        var (above, sub) = Math.DivRem(index - Exact, Sub);
        var shift = above + 1;
        return ((long)(Sub + sub) << shift) + (1L << (shift - 1));
    }
}
