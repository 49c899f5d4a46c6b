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
    // (the stages benchmark). The slot is relative to 18 hours before the first one of a commit; those further away have a slower place.
    private const int MeasureBits = 16;
    private const int RowBits = 31;
    private const uint SlotsMax = 1u << (64 - RowBits - MeasureBits);

    // As they were counted, added up at the end: a table of sums, looked up for each count, takes longer than to sort what was counted more
    // than once, and an event is undone by forgetting its counts.
    private KeyedNumber[] _counts = new KeyedNumber[16];
    private int _count;
    private int _accepted; // Counts before the event.
    private readonly KeySort _sort = new();

    private readonly SortedDictionary<(uint Slot, int Row, Measure Measure), long> _far = [];
    private readonly List<KeyValuePair<(uint Slot, int Row, Measure Measure), long>> _farBefore = []; // Each change of the event.
    private uint? _from; // Start of what slots are relative to.

    // Reused by each commit: a new list would be half of what a commit allocates, and often a large object.
    private readonly List<Delta> _drained = [];

    public bool IsEmpty => _count == 0 && _far.Count == 0;

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
        if (_count == _counts.Length) Array.Resize(ref _counts, 2 * _count);
        _counts[_count++] = new KeyedNumber(KeyOf(offset, row, measure), value);
    }

    /// <summary>A number of things entered (above 0) or left (below 0) a state.</summary>
    public void Step(int row, Gauge gauge, Instant at, long step) => Step(row, gauge, at, step, at);

    /// <summary>The same with the moment from which on the ages of those in the state count: it is also that of their leaving.</summary>
    public void Step(int row, Gauge gauge, Instant at, long step, Instant since)
    {
        Count(row, gauge.Number(), at, step);
        Count(row, gauge.Moment(), at, MomentOf(at, step, since));
    }

    /// <summary>What a step counts in the moments of its gauge.</summary>
    public static long MomentOf(Instant at, long step, Instant since) => step * (since.UnixMs - SlotOf(at) * 1000L);

    /// <summary>Keeps the counts of an event.</summary>
    public void Accept()
    {
        _accepted = _count;
        _farBefore.Clear();
    }

    /// <summary>Undoes the counts since the last acceptance.</summary>
    public void RollBack()
    {
        _count = _accepted;
        RollBackFar();
    }

    /// <summary>Hands over the counts since the last call, in the order of slot, row and measure. The list is reused by the next
    /// call.</summary>
    public List<Delta> Drain()
    {
        Accept();
        _sort.Sort(ref _counts, _count);
        var from = _from ?? 0;
        _drained.Clear();
        _drained.AddRange(Far.TakeWhile(d => d.Slot < from));
        AddTo(_drained, from);
        _drained.AddRange(Far.SkipWhile(d => d.Slot < from));
        _far.Clear();
        (_from, _count, _accepted) = (null, 0, 0);
        return _drained;
    }

    private void AddTo(List<Delta> deltas, uint from)
    {
        var counts = _counts.AsSpan(0, _count);
        for (var i = 0; i < counts.Length;)
        {
            var (key, sum) = counts[i++];
            for (; i < counts.Length && counts[i].Key == key; i++) sum = AddSaturated(sum, counts[i].Value);
            if (sum != 0) deltas.Add(new Delta(RowOf(key), from + (uint)(key >> (RowBits + MeasureBits)), MeasureOf(key), sum));
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

    /// <summary>The slot of a moment.</summary>
    internal static uint SlotOf(Instant at) => (uint)Math.Clamp(at.UnixSeconds, 0, uint.MaxValue);

    private static ulong KeyOf(uint offset, int row, Measure measure)
        => ((ulong)offset << (RowBits + MeasureBits)) | ((ulong)(uint)row << MeasureBits) | (ulong)measure;

    private static int RowOf(ulong key) => (int)((key >> MeasureBits) & RowMax);

    private static Measure MeasureOf(ulong key) => (Measure)(key & ((1 << MeasureBits) - 1));
}
