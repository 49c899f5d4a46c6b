using System.Runtime.InteropServices;
using CallCenter.Core.Identity;

namespace CallCenter.Core.Measures;

/// <summary>Adds up what facts move until it is taken for a commit. Used by one loop only.</summary>
public sealed class DeltaSet
{
    // Slot, row and measure in one number, highest first: hashing and sorting numbers costs a fifth of doing so with a record of three
    // (the stages benchmark).
    private const int MeasureBits = 10;
    private const int RowBits = 22;

    private readonly Dictionary<ulong, long> _sums = [];

    // Used again by each commit: as new arrays they would be half of what a commit allocates, and some of them large objects.
    private readonly List<Delta> _taken = [];
    private ulong[] _keys = [];
    private long[] _values = [];

    public bool IsEmpty => _sums.Count == 0;

    public void Count(int row, Measure measure, Instant at, long value)
    {
        if (value == 0) return;
        CollectionsMarshal.GetValueRefOrAddDefault(_sums, KeyOf(SlotOf(at), row, measure), out _) += value;
    }

    /// <summary>A number of things entered (above 0) or left (below 0) a state.</summary>
    public void Step(int row, Gauge gauge, Instant at, long step)
    {
        Count(row, gauge.Number(), at, step);
        Count(row, gauge.Moment(), at, step * (at.UnixMs - SlotOf(at) * 1000L));
    }

    /// <summary>What was added since the last call, in the order of slot, row and measure; good until the next.</summary>
    public List<Delta> Take()
    {
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
        _taken.Clear();
        for (var i = 0; i < n; i++)
            _taken.Add(new Delta(RowOf(_keys[i]), (uint)(_keys[i] >> (RowBits + MeasureBits)), MeasureOf(_keys[i]), _values[i]));
        return _taken;
    }

    private static uint SlotOf(Instant at) => (uint)Math.Clamp(at.UnixSeconds, 0, uint.MaxValue);

    private static ulong KeyOf(uint slot, int row, Measure measure)
        => ((ulong)slot << (RowBits + MeasureBits)) | ((ulong)(uint)row << MeasureBits) | (ulong)measure;

    private static int RowOf(ulong key) => (int)(key >> MeasureBits) & ((1 << RowBits) - 1);

    private static Measure MeasureOf(ulong key) => (Measure)(key & ((1 << MeasureBits) - 1));
}
