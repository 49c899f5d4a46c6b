using System.Runtime.InteropServices;
using CallCenter.Core.Identity;

namespace CallCenter.Core.Measures;

/// <summary>
/// Adds up the counts of facts until they are drained for a commit. The counts of an event that failed are undone. Sums stay within the
/// range of a <see cref="long"/>. Used by one thread at a time.
/// </summary>
public sealed class DeltaSet
{
    /// <summary>The highest number of a row.</summary>
    public const int RowMax = (int)((1L << RowBits) - 1);

    // Slot, row and measure in one number, highest first: hashing and sorting numbers costs a fifth of doing so with a record of three
    // (the stages benchmark). The slot is relative to 48 days before the first one of a commit; those further away have a slower place.
    private const int MeasureBits = 10;
    private const int RowBits = 31;
    private const uint SlotsMax = 1u << (64 - RowBits - MeasureBits);

    private readonly Dictionary<ulong, long> _sums = [];
    private readonly SortedDictionary<(uint Slot, int Row, Measure Measure), long> _far = [];
    private uint? _from; // Start of what slots are relative to.

    // The changed sums of the event as they were before each change.
    private readonly List<KeyValuePair<ulong, long>> _before = [];
    private readonly List<KeyValuePair<(uint Slot, int Row, Measure Measure), long>> _farBefore = [];

    // Reused by each commit: new arrays would be half of what a commit allocates, and some of them large objects.
    private readonly List<Delta> _drained = [];
    private ulong[] _keys = [];
    private long[] _values = [];

    public bool IsEmpty => _sums.Count == 0 && _far.Count == 0;

    public void Count(int row, Measure measure, Instant at, long value)
    {
        if (value == 0) return;
        var slot = SlotOf(at);
        _from ??= slot - Math.Min(slot, SlotsMax / 2);
        var offset = unchecked(slot - _from.Value);
        if (offset >= SlotsMax)
        {
            CountFar((slot, row, measure), value);
            return;
        }
        var key = KeyOf(offset, row, measure);
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
    public void Accept()
    {
        _before.Clear();
        _farBefore.Clear();
    }

    /// <summary>Undoes the counts since the last acceptance.</summary>
    public void RollBack()
    {
        Undo(_before, _sums);
        Undo(_farBefore, _far);
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
        var from = _from ?? 0;
        _drained.Clear();
        _drained.AddRange(Far.TakeWhile(d => d.Slot < from));
        for (var i = 0; i < n; i++)
            _drained.Add(new Delta(RowOf(_keys[i]), from + (uint)(_keys[i] >> (RowBits + MeasureBits)), MeasureOf(_keys[i]), _values[i]));
        _drained.AddRange(Far.SkipWhile(d => d.Slot < from));
        _far.Clear();
        _from = null;
        return _drained;
    }

    private IEnumerable<Delta> Far
        => _far.Where(f => f.Value != 0).Select(f => new Delta(f.Key.Row, f.Key.Slot, f.Key.Measure, f.Value));

    private void CountFar((uint Slot, int Row, Measure Measure) key, long value)
    {
        var sum = _far.GetValueOrDefault(key);
        _farBefore.Add(new(key, sum));
        _far[key] = AddSaturated(sum, value);
    }

    private static void Undo<TKey>(List<KeyValuePair<TKey, long>> before, IDictionary<TKey, long> sums)
    {
        for (var i = before.Count - 1; i >= 0; i--)
        {
            var (key, sum) = before[i];
            if (sum == 0) sums.Remove(key);
            else sums[key] = sum;
        }
        before.Clear();
    }

    private static long AddSaturated(long a, long b)
    {
        var sum = unchecked(a + b);
        // Only numbers of one sign overflow, and then the sum has the other.
        return ((a ^ sum) & (b ^ sum)) >= 0 ? sum : a < 0 ? long.MinValue : long.MaxValue;
    }

    private static uint SlotOf(Instant at) => (uint)Math.Clamp(at.UnixSeconds, 0, uint.MaxValue);

    private static ulong KeyOf(uint offset, int row, Measure measure)
        => ((ulong)offset << (RowBits + MeasureBits)) | ((ulong)(uint)row << MeasureBits) | (ulong)measure;

    private static int RowOf(ulong key) => (int)((key >> MeasureBits) & RowMax);

    private static Measure MeasureOf(ulong key) => (Measure)(key & ((1 << MeasureBits) - 1));
}
