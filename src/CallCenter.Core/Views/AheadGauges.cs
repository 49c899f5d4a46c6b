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

    /// <summary>Notes the steps of a row after the end.</summary>
    public void Read(RowHistory row, RowSet set, Measure gauge, uint pastEnd, int sign)
    {
        foreach (var slot in row.SlotsIn(gauge, pastEnd, uint.MaxValue))
        {
            var step = row.StretchOf(gauge, slot, slot + 1);
            _steps.Add((slot, set, gauge, sign * step.Number, sign * step.Moments));
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
