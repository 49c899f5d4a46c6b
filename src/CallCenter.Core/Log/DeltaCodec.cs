using CallCenter.Core.Encoding;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Log;

/// <summary>The stored form of a section's deltas, ordered by slot, row and measure and stored as gaps, so that most numbers take one
/// byte. The same in all formats.</summary>
internal static class DeltaCodec
{
    // A step and a value.
    internal const int BytesMin = 2;

    public static void Write(VarWriter w, List<Delta> deltas)
    {
        var (slot, row, measure) = (0u, 0, 0);
        foreach (var delta in deltas)
        {
            // One number says how far the place moves: the usual step, to another measure of the row, in one byte.
            if (delta.Slot != slot)
            {
                w.Unsigned(0);
                w.Unsigned(0);
                w.Unsigned(delta.Slot - slot);
                w.Count(delta.Row);
                w.Count((int)delta.Measure);
            }
            else if (delta.Row != row)
            {
                w.Unsigned(0);
                w.Count(delta.Row - row);
                w.Count((int)delta.Measure);
            }
            else
            {
                w.Count((int)delta.Measure - measure);
            }
            w.Signed(delta.Value);
            (slot, row, measure) = (delta.Slot, delta.Row, (int)delta.Measure);
        }
    }

    /// <summary>Reads a number of deltas.</summary>
    public static void Read(ref VarReader r, int count, SectionBuffers buffers)
    {
        var at = default(Place);
        for (; count > 0; count--) ReadOne(ref r, ref at, buffers);
    }

    /// <summary>Reads deltas to the end.</summary>
    public static void ReadAll(ref VarReader r, SectionBuffers buffers)
    {
        var at = default(Place);
        while (!r.AtEnd) ReadOne(ref r, ref at, buffers);
    }

    private static void ReadOne(ref VarReader r, ref Place at, SectionBuffers buffers)
    {
        var step = r.Count();
        if (step > 0) at.Measure += step;
        else if (r.Count() is var rowStep and > 0) (at.Row, at.Measure) = (at.Row + rowStep, r.Count());
        else (at.Slot, at.Row, at.Measure) = (at.Slot + (uint)r.Unsigned(), r.Count(), r.Count());
        var value = r.Signed();
        if (at.Row < 0 || at.Measure < 0) throw new StoredFormException("a stored delta names no row or measure");
        if (!MeasureTable.IsKnown(at.Measure)) buffers.Skipped.Measures++;
        else buffers.Deltas.Add(new Delta(at.Row, at.Slot, (Measure)at.Measure, value));
    }

    private struct Place
    {
        public uint Slot;
        public int Row;
        public int Measure;
    }
}
