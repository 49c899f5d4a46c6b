using System.Runtime.InteropServices;
using CallCenter.Core.Measures;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Views;

/// <summary>Steps of gauges after the end of a window, by sources whose clocks are ahead: they have taken no time yet.</summary>
internal sealed class AheadGauges
{
    private readonly List<(uint Slot, RowSet Set, Measure Gauge, long Number, long Moments)> _steps = [];
    private readonly Dictionary<(RowSet, Measure), (long Number, long Moments)> _sums = [];
    private uint _pastEnd;

    public void Clear()
    {
        _steps.Clear();
        _sums.Clear();
    }

    public void Forget(RowSet set) => _steps.RemoveAll(step => step.Set == set);

    /// <summary>Notes a step, if it is after the end.</summary>
    public void Add(RowSet set, Measure gauge, uint slot, long number, long moments)
    {
        if (slot >= _pastEnd) _steps.Add((slot, set, gauge, number, moments));
    }

    /// <summary>Notes the steps of a row's gauge after the end.</summary>
    /// <param name="index">Of the gauge in the row.</param>
    public void Read(RowHistory row, int index, RowSet set, uint pastEnd, int sign)
    {
        for (var next = row.StretchAt(index, pastEnd, pastEnd).Next; next != uint.MaxValue;)
        {
            var step = row.StretchAt(index, next, next + 1);
            _steps.Add((next, set, row.PlainAt(index), sign * step.Number, sign * step.Moments));
            next = step.Next;
        }
    }

    /// <summary>Sets the end: the first slot that starts at or after it.</summary>
    public void MoveTo(uint pastEnd)
    {
        _pastEnd = pastEnd;
        _sums.Clear();
        if (_steps.Count == 0) return;
        _steps.RemoveAll(step => step.Slot < pastEnd);
        foreach (var step in _steps)
        {
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_sums, (step.Set, step.Gauge), out _);
            sum = (sum.Number + step.Number, sum.Moments + step.Moments);
        }
    }

    /// <summary>The steps of a gauge after the end, added up.</summary>
    public (long Number, long Moments) Of(RowSet set, Gauge gauge)
        => _sums.Count == 0 ? default : _sums.GetValueOrDefault((set, gauge.Number()));
}
