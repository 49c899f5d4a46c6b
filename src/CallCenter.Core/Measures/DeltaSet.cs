using System.Runtime.InteropServices;
using CallCenter.Core.Identity;

namespace CallCenter.Core.Measures;

/// <summary>
/// Adds up the counts of facts until they are drained for a commit. The counts of an event that failed are undone. Sums stay within the
/// range of a <see cref="long"/>. Used by one thread at a time.
/// </summary>
public sealed class DeltaSet
{
    // Slot, row and measure in one number, highest first: hashing and sorting numbers costs a fifth of doing so with a record of three
    // (the stages benchmark).
    private const int MeasureBits = 10;
    private const int RowBits = 22;

    private readonly Dictionary<ulong, long> _sums = [];

    // The changed sums of the event as they were before each change.
    private readonly List<KeyValuePair<ulong, long>> _before = [];

    // Reused by each commit: new arrays would be half of what a commit allocates, and some of them large objects.
    private readonly List<Delta> _drained = [];
    private ulong[] _keys = [];
    private long[] _values = [];

    public bool IsEmpty => _sums.Count == 0;

    public void Count(int row, Measure measure, Instant at, long value)
    {
        if (value == 0) return;
        var key = KeyOf(SlotOf(at), row, measure);
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_sums, key, out _);
        _before.Add(new(key, sum));
        sum = AddSaturated(sum, value);
    }

    /// <summary>A number of things entered (above 0) or left (below 0) a state.</summary>
    public void Step(int row, Gauge gauge, Instant at, long step)
    {
        Count(row, gauge.Number(), at, step);
        Count(row, gauge.Moment(), at, step * (at.UnixMs - SlotOf(at) * 1000L));
    }

    /// <summary>Keeps the counts of an event.</summary>
    public void Accept() => _before.Clear();

    /// <summary>Undoes the counts since the last acceptance.</summary>
    public void RollBack()
    {
        for (var i = _before.Count - 1; i >= 0; i--)
        {
            var (key, sum) = _before[i];
            if (sum == 0) _sums.Remove(key);
            else _sums[key] = sum;
        }
        _before.Clear();
    }

    /// <summary>Hands over the counts since the last call, in the order of slot, row and measure. The list is reused by the next
    /// call.</summary>
    public List<Delta> Drain()
    {
        Accept();
        if (_keys.Length < _sums.Count) (_keys, _values) = (new ulong[_sums.Capacity], new long[_sums.Capacity]);
        var n = 0;
        foreach (var (key, value) in _sums)
        {
            if (value == 0) continue;
            (_keys[n], _values[n]) = (key, value);
            n++;
        }
        _sums.Clear();
        Array.Sort(_keys, _values, 0, n);
        _drained.Clear();
        for (var i = 0; i < n; i++)
            _drained.Add(new Delta(RowOf(_keys[i]), (uint)(_keys[i] >> (RowBits + MeasureBits)), MeasureOf(_keys[i]), _values[i]));
        return _drained;
    }

    private static long AddSaturated(long a, long b)
    {
        var sum = unchecked(a + b);
        // Only numbers of one sign overflow, and then the sum has the other.
        return ((a ^ sum) & (b ^ sum)) >= 0 ? sum : a < 0 ? long.MinValue : long.MaxValue;
    }

    private static uint SlotOf(Instant at) => (uint)Math.Clamp(at.UnixSeconds, 0, uint.MaxValue);

    private static ulong KeyOf(uint slot, int row, Measure measure)
        => ((ulong)slot << (RowBits + MeasureBits)) | ((ulong)(uint)row << MeasureBits) | (ulong)measure;

    private static int RowOf(ulong key) => (int)(key >> MeasureBits) & ((1 << RowBits) - 1);

    private static Measure MeasureOf(ulong key) => (Measure)(key & ((1 << MeasureBits) - 1));
}
