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
    // (the stages benchmark). The slot is relative to 36 hours before the first one of a commit; those further away have a slower place.
    private const int MeasureBits = 15;
    private const int RowBits = 31;
    private const uint SlotsMax = 1u << (64 - RowBits - MeasureBits);

    private readonly SumTable _sums = new();
    private readonly SortedDictionary<(uint Slot, int Row, Measure Measure), long> _far = [];
    private uint? _from; // Start of what slots are relative to.

    // The changed sums of the event as they were before each change, and the number of sums before the event.
    private readonly List<(int Number, long Sum)> _before = [];
    private readonly List<KeyValuePair<(uint Slot, int Row, Measure Measure), long>> _farBefore = [];
    private int _accepted;

    // Reused by each commit: a new list would be half of what a commit allocates, and often a large object.
    private readonly List<Delta> _drained = [];

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
        var number = _sums.NumberOf(KeyOf(offset, row, measure));
        ref var sum = ref _sums[number];
        _before.Add((number, sum));
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
        _accepted = _sums.Count;
        _before.Clear();
        _farBefore.Clear();
    }

    /// <summary>Undoes the counts since the last acceptance.</summary>
    public void RollBack()
    {
        for (var i = _before.Count - 1; i >= 0; i--) _sums[_before[i].Number] = _before[i].Sum;
        _before.Clear();
        _sums.Truncate(_accepted);
        RollBackFar();
    }

    /// <summary>Hands over the counts since the last call, in the order of slot, row and measure. The list is reused by the next
    /// call.</summary>
    public List<Delta> Drain()
    {
        Accept();
        var (keys, sums) = _sums.Sort();
        var from = _from ?? 0;
        _drained.Clear();
        _drained.AddRange(Far.TakeWhile(d => d.Slot < from));
        AddTo(_drained, keys.Span, sums.Span, from);
        _drained.AddRange(Far.SkipWhile(d => d.Slot < from));
        _sums.Clear();
        _far.Clear();
        (_from, _accepted) = (null, 0);
        return _drained;
    }

    private static void AddTo(List<Delta> deltas, ReadOnlySpan<ulong> keys, ReadOnlySpan<long> sums, uint from)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            if (sums[i] == 0) continue;
            deltas.Add(new Delta(RowOf(keys[i]), from + (uint)(keys[i] >> (RowBits + MeasureBits)), MeasureOf(keys[i]), sums[i]));
        }
    }

    private IEnumerable<Delta> Far
        => _far.Where(f => f.Value != 0).Select(f => new Delta(f.Key.Row, f.Key.Slot, f.Key.Measure, f.Value));

    private void CountFar((uint Slot, int Row, Measure Measure) key, long value)
    {
        var sum = _far.GetValueOrDefault(key);
        _farBefore.Add(new(key, sum));
        _far[key] = AddSaturated(sum, value);
    }

    private void RollBackFar()
    {
        for (var i = _farBefore.Count - 1; i >= 0; i--)
        {
            var (key, sum) = _farBefore[i];
            if (sum == 0) _far.Remove(key);
            else _far[key] = sum;
        }
        _farBefore.Clear();
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
