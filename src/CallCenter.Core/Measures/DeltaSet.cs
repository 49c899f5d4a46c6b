using System.Runtime.InteropServices;
using CallCenter.Core.Identity;

namespace CallCenter.Core.Measures;

/// <summary>Adds up what facts move until it is taken for a commit. Used by one loop only.</summary>
public sealed class DeltaSet
{
    private readonly Dictionary<Cell, long> _sums = [];

    private readonly record struct Cell(int Row, uint Slot, Measure Measure)
    {
        // The generated hash walks three fields through EqualityComparer; this one is most of the cost of a fact otherwise.
        public override int GetHashCode() => (int)(((uint)Row * 0x9E3779B1u) ^ (Slot * 0x85EBCA77u) ^ ((uint)Measure * 0xC2B2AE3Du));
    }

    public bool IsEmpty => _sums.Count == 0;

    public void Count(int row, Measure measure, Instant at, long value)
    {
        if (value == 0) return;
        CollectionsMarshal.GetValueRefOrAddDefault(_sums, new Cell(row, SlotOf(at), measure), out _) += value;
    }

    /// <summary>A number of things entered (above 0) or left (below 0) a state.</summary>
    public void Step(int row, Gauge gauge, Instant at, long step)
    {
        Count(row, gauge.Number(), at, step);
        Count(row, gauge.Moment(), at, step * (at.UnixMs - SlotOf(at) * 1000L));
    }

    /// <summary>What was added since the last call, in the order of slot, row and measure.</summary>
    public Delta[] Take()
    {
        var deltas = new Delta[_sums.Count];
        var i = 0;
        foreach (var (cell, value) in _sums)
        {
            if (value != 0) deltas[i++] = new Delta(cell.Row, cell.Slot, cell.Measure, value);
        }
        _sums.Clear();
        if (i < deltas.Length) Array.Resize(ref deltas, i);
        Array.Sort(deltas, static (a, b) =>
            a.Slot != b.Slot ? a.Slot.CompareTo(b.Slot) : a.Row != b.Row ? a.Row.CompareTo(b.Row) : a.Measure.CompareTo(b.Measure));
        return deltas;
    }

    private static uint SlotOf(Instant at) => (uint)Math.Clamp(at.UnixSeconds, 0, uint.MaxValue);
}
